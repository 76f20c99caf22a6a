package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;

/**
 * One record as a person wants to see it. What a record does not have, or nobody knows, is null.
 *
 * @param file it is in
 * @param record its number in the file, from 0
 * @param offset byte offset of its frame
 * @param index place in the sorted data set
 * @param label class
 * @param kind what it carries
 * @param payloadBytes size of the path or the pixels
 * @param path of its image file
 * @param shape of its image, as the file's header or the manifest beside the shard says
 * @param problem why the image file cannot be looked at
 */
public record InspectedRecord(
        String file,
        long record,
        long offset,
        Long index,
        Long label,
        RecordKind kind,
        int payloadBytes,
        String path,
        ImageShape shape,
        String problem) {}
