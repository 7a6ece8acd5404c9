package io.omnigate.core.intake;

import java.nio.file.Path;

/**
 * Bytes too many to be held in memory, in a file that lives as long as the request that brought
 * them. The file's name is ours, never the sender's.
 *
 * @param size in bytes
 */
public record Spooled(Path file, long size) {}
