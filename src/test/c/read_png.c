/*
 * What a C program reaches that opens, reads and decodes the same PNG files with libpng: the yardstick of docs/reader.md.
 * Reads paths from standard input, in the order in which they are to be read, and goes over them ROUNDS times with THREADS
 * threads, each taking the next batch of 20. Prints images a second and CPU time an image of every round.
 *
 *   cc -O2 -o target/read_png src/test/c/read_png.c -lpng -lpthread        (Debian: libpng-dev)
 *   ./jobs/fairdeal inspect --json --limit 70000 mnist/epochs/epoch-000000 | grep -o '"path" : "[^"]*' | cut -d'"' -f4 > paths
 *   target/read_png 2 5 < paths
 */
#include <fcntl.h>
#include <png.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 20, MAX_FILE = 1 << 20, MAX_SIDE = 1024 };

static char **paths;
static long count;
static atomic_long next;
static atomic_ulong checksum; /* so that nothing is optimised away */

struct source {
    const unsigned char *bytes;
    size_t length;
    size_t at;
};

static void supply(png_structp png, png_bytep out, size_t length) {
    struct source *source = png_get_io_ptr(png);
    if (length > source->length - source->at) {
        png_error(png, "file ends early");
    }
    memcpy(out, source->bytes + source->at, length);
    source->at += length;
}

/* Decodes one file into pixels; ends the program where it cannot. */
static void decode(const char *path, unsigned char *file, unsigned char *pixels) {
    int descriptor = open(path, O_RDONLY);
    size_t length = 0;
    ssize_t got;
    if (descriptor < 0) {
        perror(path);
        exit(1);
    }
    while ((got = read(descriptor, file + length, MAX_FILE - length)) > 0) {
        length += (size_t) got;
    }
    close(descriptor);

    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) {
        fprintf(stderr, "%s: cannot be decoded\n", path);
        exit(1);
    }
    struct source source = {file, length, 0};
    png_set_read_fn(png, &source, supply);
    png_read_info(png, info);
    png_set_expand(png);
    png_uint_32 height = png_get_image_height(png, info);
    png_read_update_info(png, info);
    size_t row_bytes = png_get_rowbytes(png, info);
    if (height > MAX_SIDE || row_bytes > 4 * MAX_SIDE) {
        fprintf(stderr, "%s: larger than this program takes\n", path);
        exit(1);
    }
    png_bytep rows[MAX_SIDE];
    for (png_uint_32 y = 0; y < height; y++) {
        rows[y] = pixels + y * row_bytes;
    }
    png_read_image(png, rows);
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    atomic_fetch_add(&checksum, pixels[(height / 2) * row_bytes + row_bytes / 2]);
}

static void *work(void *nothing) {
    unsigned char *file = malloc(MAX_FILE);
    unsigned char *pixels = malloc(4 * (size_t) MAX_SIDE * MAX_SIDE);
    long first;
    (void) nothing;
    while ((first = atomic_fetch_add(&next, BATCH)) < count) {
        for (long i = first; i < first + BATCH && i < count; i++) {
            decode(paths[i], file, pixels);
        }
    }
    free(pixels);
    free(file);
    return NULL;
}

static double cpu_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double wall_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int arguments, char **argument) {
    int threads = arguments > 1 ? atoi(argument[1]) : 2;
    int rounds = arguments > 2 ? atoi(argument[2]) : 5;
    size_t room = 0;
    char *line = NULL;
    size_t line_room = 0;
    ssize_t length;
    while ((length = getline(&line, &line_room, stdin)) > 0) {
        line[length - 1] = 0;
        if ((size_t) count == room) {
            room = room ? 2 * room : 1024;
            paths = realloc(paths, room * sizeof *paths);
        }
        paths[count++] = strdup(line);
    }
    for (int round = 0; round < rounds; round++) {
        pthread_t thread[threads];
        double wall = wall_seconds();
        double cpu = cpu_seconds();
        atomic_store(&next, 0);
        for (int i = 0; i < threads; i++) {
            pthread_create(&thread[i], NULL, work, NULL);
        }
        for (int i = 0; i < threads; i++) {
            pthread_join(thread[i], NULL);
        }
        wall = wall_seconds() - wall;
        cpu = cpu_seconds() - cpu;
        printf("%.0f images/s, %.1f us of CPU an image\n", count / wall, 1e6 * cpu / count);
    }
    return 0;
}
