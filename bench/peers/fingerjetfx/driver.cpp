// The FingerJetFX OSE side of a comparison: see ../driver.go for what a driver is asked. It only extracts.
#include <FJFX.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

struct Image {
    unsigned short dpi, width, height;
    std::vector<char> pixels;
};

static std::vector<Image> read(const char* list)
{
    std::vector<Image> images;
    std::ifstream lines(list);
    Image image;
    for (std::string name, skipped; lines >> image.dpi >> name;) {
        std::ifstream file(name, std::ios::binary);
        file >> skipped >> image.width >> image.height >> skipped;
        file.get();
        image.pixels.resize(static_cast<size_t>(image.width) * image.height);
        if (!file.read(image.pixels.data(), image.pixels.size())) {
            std::exit(1);
        }
        images.push_back(image);
    }
    return images;
}

// extract returns how many minutiae an image has on average; one that is refused has none.
static double extract(const std::vector<Image>& images)
{
    unsigned minutiae = 0;
    for (const auto& image : images) {
        unsigned char record[FJFX_FMD_BUFFER_SIZE];
        unsigned size = sizeof record;
        if (fjfx_create_fmd_from_raw(image.pixels.data(), image.dpi, image.height, image.width, FJFX_FMD_ISO_19794_2_2005, record, &size) == FJFX_SUCCESS) {
            minutiae += record[27];
        }
    }
    return static_cast<double>(minutiae) / images.size();
}

int main(int, char** argv)
{
    const auto images = read(argv[2]);
    std::cout << extract(images) << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        const auto begin = std::clock();
        extract(images);
        std::cout << static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC << std::endl;
    }
}
