#include <lfs.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "driver.h"

#define MOST 1000

int debug; /* what mindtct's own main program defines */

static struct image {
	int width, height, dpi;
	unsigned char *pixels;
} images[MOST];
static int count, found;

static void read_image(struct image *image, const char *name) {
	FILE *f = fopen(name, "rb");
	if (!f || fscanf(f, "P5 %d %d 255", &image->width, &image->height) != 2) exit(1);
	fgetc(f);
	size_t size = (size_t)image->width * image->height;
	image->pixels = malloc(size);
	if (fread(image->pixels, 1, size, f) != size) exit(1);
	fclose(f);
}

static void extract_one(const struct image *image) {
	MINUTIAE *minutiae;
	int *quality, *direction, *contrast, *flow, *curve, width, height, bw, bh, bd;
	unsigned char *binary;
	if (get_minutiae(&minutiae, &quality, &direction, &contrast, &flow, &curve, &width, &height, &binary, &bw, &bh, &bd,
			image->pixels, image->width, image->height, 8, image->dpi / 25.4, &lfsparms_V2)) exit(1);
	found += minutiae->num;
	free_minutiae(minutiae);
	free(quality), free(direction), free(contrast), free(flow), free(curve), free(binary);
}

static void extract_again(void) {
	found = 0;
	for (int n = 0; n < count; n++) extract_one(&images[n]);
}

int extract(const char *list) {
	char name[1024];
	FILE *lines = fopen(list, "r");
	if (!lines) return 1;
	while (count < MOST && fscanf(lines, "%d %1023[^\n]", &images[count].dpi, name) == 2) read_image(&images[count++], name);
	fclose(lines);
	extract_again();
	answer((double)found / count, extract_again);
	return 0;
}

void answer(double size, void (*again)(void)) {
	char line[16];
	printf("%f\n", size);
	fflush(stdout);
	while (fgets(line, sizeof line, stdin)) {
		clock_t begin = clock();
		again();
		printf("%f\n", (double)(clock() - begin) / CLOCKS_PER_SEC);
		fflush(stdout);
	}
}
