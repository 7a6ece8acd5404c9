package io.omnigate.core.desk;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * Files that agents send ahead of the answer they belong to. Each belongs to the agent who sent it,
 * is used once, by a {@link Command.Reply} that names it, and is dropped after a day.
 */
public interface AgentUploads {
  /** How many files of one agent may wait for an answer. */
  int MOST_FILES = 50;

  /** How many bytes of one agent may wait for an answer. */
  long MOST_BYTES = 250L << 20;

  /** How many bytes may be uploaded for one answer. */
  long MOST_IN_ANSWER = 50L << 20;

  /**
   * Keeps a file; durable once the future completes. Fails with {@code TOO_MANY} where the agent
   * would pass {@link #MOST_FILES} or {@link #MOST_BYTES}, and with {@code UNAVAILABLE} soon after
   * the database stalls.
   *
   * @return the id that an answer names it by
   */
  Future<String> keep(Agent by, NewFile file);

  /** Drops a file that is not needed after all; fails with {@code NOT_FOUND} for any other. */
  Future<Void> drop(Agent by, String id);

  /**
   * A file that arrived.
   *
   * @param name data only, never part of a path
   * @param sha256 of the bytes
   */
  record NewFile(String name, String mediaType, Spooled bytes, Buffer sha256) {}
}
