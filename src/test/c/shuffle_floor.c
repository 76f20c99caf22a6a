/*
 * What a C program takes to shuffle TFRecord shards in memory: the floor of docs/performance.md. Maps the files, walks over their
 * frames, permutes the places of all records (Fisher-Yates, splitmix64), and writes frames as they are into SHARDS files
 * with two threads. No checksums are looked at, nothing is forced to the disk, and nothing is written but records.
 *
 *   cc -O2 -o target/shuffle_floor src/test/c/shuffle_floor.c -lpthread
 *   time target/shuffle_floor OUTPUT 64 synthetic/sorted/path-?????-of-?????.tfrecord
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { THREADS = 2, BUFFER = 1 << 20, FRAME_EXTRA = 16 };

static const unsigned char **frames;
static long count;
static long shards;
static const char *folder;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static long frame_bytes(const unsigned char *frame) {
    uint64_t payload;
    memcpy(&payload, frame, sizeof payload);
    return (long) payload + FRAME_EXTRA;
}

static void walk(const char *path) {
    static long capacity;
    int file = open(path, O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) < 0) fail(path);
    const unsigned char *at = mmap(NULL, status.st_size, PROT_READ, MAP_SHARED, file, 0);
    if (at == MAP_FAILED) fail(path);
    for (const unsigned char *end = at + status.st_size; at < end; at += frame_bytes(at)) {
        if (count == capacity) {
            capacity = capacity ? 2 * capacity : 1 << 20;
            frames = realloc(frames, capacity * sizeof *frames);
            if (!frames) fail("frames");
        }
        frames[count++] = at;
    }
    close(file);
}

static void permute(void) {
    uint64_t state = 1;
    for (long i = count - 1; i > 0; i--) {
        uint64_t z = state += 0x9e3779b97f4a7c15ULL;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
        long j = (long) ((z ^ z >> 31) % (uint64_t) (i + 1));
        const unsigned char *frame = frames[i];
        frames[i] = frames[j];
        frames[j] = frame;
    }
}

static void *write_shards(void *first) {
    char *buffer = malloc(BUFFER);
    for (long shard = (long) first; shard < shards; shard += THREADS) {
        char path[4096];
        snprintf(path, sizeof path, "%s/floor-%05ld-of-%05ld.tfrecord", folder, shard, shards);
        int file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0644);
        if (file < 0) fail(path);
        long filled = 0;
        for (long i = shard * count / shards, end = (shard + 1) * count / shards; i < end; i++) {
            long bytes = frame_bytes(frames[i]);
            if (bytes > BUFFER) {
                fprintf(stderr, "record of %ld bytes\n", bytes);
                exit(1);
            }
            if (filled + bytes > BUFFER) {
                if (write(file, buffer, filled) != filled) fail(path);
                filled = 0;
            }
            memcpy(buffer + filled, frames[i], bytes);
            filled += bytes;
        }
        if (write(file, buffer, filled) != filled || close(file) < 0) fail(path);
    }
    free(buffer);
    return NULL;
}

int main(int arguments, char **argument) {
    if (arguments < 4) {
        fprintf(stderr, "usage: shuffle_floor OUTPUT SHARDS FILE...\n");
        return 2;
    }
    folder = argument[1];
    shards = atol(argument[2]);
    for (int i = 3; i < arguments; i++) walk(argument[i]);
    permute();
    pthread_t threads[THREADS];
    for (long i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, write_shards, (void *) i);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    printf("%ld records into %ld shards\n", count, shards);
    return 0;
}
