// The OpenAFIS side of a comparison: see ../peer.go for what a driver is asked.
#include "OpenAFIS.h"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <memory>

using namespace OpenAFIS;
using Print = TemplateISO19794_2_2005<uint32_t, Fingerprint>;

static std::vector<Print> read(const char* list)
{
    std::vector<Print> prints;
    std::ifstream names(list);
    for (std::string name; std::getline(names, name);) {
        prints.emplace_back(static_cast<uint32_t>(prints.size()));
        if (!prints.back().load(name)) {
            std::exit(1);
        }
    }
    return prints;
}

// each compares the first probes with all prints after them and hands on the scores.
template <class Then> static void each(const std::vector<Print>& prints, const size_t probes, Then then)
{
    static const auto match = std::make_unique<MatchSimilarity>();
    for (size_t i = 0; i < probes; ++i) {
        for (size_t j = i + 1; j < prints.size(); ++j) {
            uint8_t score = 0;
            match->compute(score, prints[i].fingerprints()[0], prints[j].fingerprints()[0]);
            then(score);
        }
    }
}

int main(int, char** argv)
{
    const auto prints = read(argv[2]);
    const auto probes = std::stoul(argv[3]);
    auto* const scores = std::fopen(argv[4], "w");
    each(prints, probes, [&](const int score) { std::fprintf(scores, "%d\n", score); });
    std::fclose(scores);
    size_t bytes = 0;
    for (const auto& print : prints) {
        bytes += print.bytes();
    }
    std::cout << static_cast<double>(bytes) / prints.size() << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        const auto begin = std::clock();
        static volatile unsigned sum;
        each(prints, probes, [](const int score) { sum = sum + score; });
        std::cout << static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC << std::endl;
    }
}
