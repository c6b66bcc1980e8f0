/* The NBIS side of a comparison: see ../driver.go for what a driver is asked. bozorth3 matches, mindtct extracts. */
#include <bozorth.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "driver.h"

#define MOST 20000
enum { header = 28, minutia = 6 };

/* What bozorth3's own main program defines, as it does by default. */
int m1_xyt, verbose_main, verbose_load, verbose_bozorth, verbose_threshold;
int max_minutiae = DEFAULT_BOZORTH_MINUTIAE, min_computable_minutiae = MIN_COMPUTABLE_BOZORTH_MINUTIAE;
FILE *errorfp;

static struct xyt_struct *prints[MOST];
static int count, probes;

/* The minutiae of an ISO/IEC 19794-2:2005 record, in NIST's way: y grows upwards, directions point the other way. */
static struct xyt_struct *read_print(const char *name) {
	static unsigned char data[4096];
	struct xytq_struct all;
	FILE *f = fopen(name, "rb");
	if (!f || fread(data, 1, sizeof data, f) < header) exit(1);
	fclose(f);
	int height = data[16] << 8 | data[17];
	all.nrows = data[header - 1];
	for (int n = 0; n < all.nrows; n++) {
		const unsigned char *m = data + header + minutia * n;
		all.xcol[n] = (m[0] & 0x3f) << 8 | m[1];
		all.ycol[n] = height - ((m[2] & 0x3f) << 8 | m[3]);
		all.thetacol[n] = (m[4] * 360 / 256 + 180) % 360;
		all.qualitycol[n] = m[5];
	}
	return bz_prune(&all, 0);
}

static void read_prints(const char *list) {
	char name[1024];
	FILE *names = fopen(list, "r");
	if (!names) exit(1);
	while (count < MOST && fgets(name, sizeof name, names)) {
		name[strcspn(name, "\n")] = 0;
		prints[count++] = read_print(name);
	}
	fclose(names);
}

/* Compares the first probes with all prints after them and writes the scores, where they are wanted. */
static void each(FILE *scores) {
	static volatile int sum;
	for (int i = 0; i < probes; i++) {
		int size = bozorth_probe_init(prints[i]);
		for (int j = i + 1; j < count; j++) {
			int score = bozorth_to_gallery(size, prints[i], prints[j]);
			sum += score;
			if (scores) fprintf(scores, "%d\n", score);
		}
	}
}

static void match_again(void) { each(NULL); }

int main(int argc, char **argv) {
	errorfp = stderr;
	set_progname(0, "nbis", 0);
	if (strcmp(argv[1], "match")) return extract(argv[2]);
	read_prints(argv[2]);
	probes = atoi(argv[3]);
	FILE *scores = fopen(argv[4], "w");
	each(scores);
	fclose(scores);
	answer(sizeof *prints[0], match_again);
}
