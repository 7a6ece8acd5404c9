package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration as it was read. The channels are made from their sections by their kinds, which
 * note mistakes of their own; after that {@link #check} says whether everything was right.
 */
public final class Reading {
  private final Config config;
  private final List<Section> channels;
  private final Section root;
  private final Map<String, String> unfilled;

  Reading(Config config, List<Section> channels, Section root, Map<String, String> unfilled) {
    this.config = config;
    this.channels = channels;
    this.root = root;
    this.unfilled = unfilled;
  }

  /** Everything but the channels; harmless values stand where there were mistakes. */
  public Config config() {
    return config;
  }

  /** The channels' sections, in the order of the file; the id is the last part of the path. */
  public List<Section> channels() {
    return channels;
  }

  /** The id of the channel that {@code section} describes. */
  public static String channelId(Section section) {
    return section.path().substring(section.path().indexOf('.') + 1);
  }

  /** Notes a mistake that only shows once files are looked at. */
  public void mistake(String key, String what) {
    root.mistake(key, what);
  }

  /** Whole keys that were asked for, given or not. */
  Set<String> askedKeys() {
    return root.askedKeys();
  }

  /**
   * Tells all mistakes, the channels' included.
   *
   * @throws BadConfig where there is one
   */
  public void check() throws BadConfig {
    List<String> mistakes = new ArrayList<>();
    unfilled.forEach((key, what) -> mistakes.add(key + ' ' + what));
    root.mistakes().stream().filter(mistake -> !follows(mistake)).forEach(mistakes::add);
    if (!mistakes.isEmpty()) {
      throw new BadConfig(mistakes);
    }
  }

  /** Whether a mistake only comes from a placeholder that could not be filled. */
  private boolean follows(String mistake) {
    int space = mistake.indexOf(' ');
    return unfilled.containsKey(space < 0 ? mistake : mistake.substring(0, space));
  }
}
