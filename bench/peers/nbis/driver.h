/* extract is the driver's task of that name, in a file of its own since the headers of bozorth3 and mindtct do not go together. */
int extract(const char *list);

/* answer prints the size, does all of it again for each line read, and prints the processor time. */
void answer(double size, void (*again)(void));
