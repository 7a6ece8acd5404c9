package io.omnigate.gateway.demo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trickle of contacts: the first at once, then one line every one to three seconds, now and then
 * the next line of a contact that goes on. After the first two hundred lines it becomes a drip, and
 * after two thousand it ends, so that a demo left alone does not grow for ever.
 */
final class TrickleVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(TrickleVerticle.class);
  private static final int QUICK_MILLIS = 1_000;
  private static final int SLOW_MILLIS = 15_000;
  private static final int LIVELY_LINES = 200;
  private static final int MOST_LINES = 2_000;
  private static final int MOST_GOING_ON = 50;

  /** At the beginning a few lines come at once, one from each of several channels. */
  private static final int OPENING_LINES = 8;

  private static final int OPENING_MILLIS = 100;
  private static final double FOLLOW_UP_SHARE = 0.35;

  private final List<Story> stories;
  private final Map<String, Courier> couriers;
  private final RandomGenerator random;
  private final List<Contact> goingOn = new ArrayList<>();
  private int nextStory;
  private int lines;

  /**
   * A trickle; it flows until it is undeployed.
   *
   * @param couriers by the ids of the channels that the stories name
   */
  TrickleVerticle(List<Story> stories, Map<String, Courier> couriers, RandomGenerator random) {
    this.stories = stories;
    this.couriers = couriers;
    this.random = random;
  }

  @Override
  public Future<?> start() {
    tell();
    return Future.succeededFuture();
  }

  private void tell() {
    if (lines++ >= MOST_LINES) {
      log.atInfo().addKeyValue("lines", MOST_LINES).log("the demo's trickle has ended");
      return;
    }
    Contact contact = contact();
    Courier courier = couriers.get(contact.story().channel());
    if (courier == null) {
      throw new IllegalStateException("a story names no channel of the demo");
    }
    courier
        .carry(contact, contact.next())
        .onComplete(
            answer -> {
              if (answer.succeeded() && answer.result() < 300) {
                goesOn(contact);
              } else {
                refused(contact, answer.result(), answer.cause());
              }
              vertx.setTimer(pause(), timer -> tell());
            });
  }

  /** Somebody who goes on, or the next in line. */
  private Contact contact() {
    boolean followUp = lines > OPENING_LINES && random.nextDouble() < FOLLOW_UP_SHARE;
    if (followUp && !goingOn.isEmpty()) {
      return goingOn.remove(random.nextInt(goingOn.size()));
    }
    Story story = stories.get(nextStory);
    nextStory = (nextStory + 1) % stories.size();
    return new Contact(story);
  }

  private void goesOn(Contact contact) {
    if (contact.goesOn() && goingOn.size() < MOST_GOING_ON) {
      goingOn.add(contact);
    }
  }

  private int pause() {
    if (lines < OPENING_LINES) {
      return OPENING_MILLIS;
    }
    int least = lines < LIVELY_LINES ? QUICK_MILLIS : SLOW_MILLIS;
    return least + random.nextInt(2 * least);
  }

  private static void refused(
      Contact contact, @Nullable Integer status, @Nullable Throwable cause) {
    log.atWarn()
        .addKeyValue("channel", contact.story().channel())
        .addKeyValue("status", status)
        .addKeyValue("cause", cause == null ? "" : cause.toString())
        .log("a demo contact was refused");
  }
}
