package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.core.error.Failure;
import io.omnigate.gateway.api.ThreadRoom.Place;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadRoomTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void who_finds_no_room_waits_until_the_answers_before_it_are_made_or_taken() {
    ThreadRoom room = room(2, 10, LONG);
    Place first = await(room.enter());
    Place second = await(room.enter());
    Future<Place> third = room.enter();
    Future<Place> fourth = room.enter();
    assertFalse(third.isComplete());

    first.resize(ThreadRoom.PAGE / 2);
    second.resize(ThreadRoom.PAGE / 2);
    Place inside = await(third);
    assertFalse(fourth.isComplete());

    first.leave();
    first.leave();
    assertFalse(fourth.isComplete(), "a place is left once");
    inside.leave();
    await(fourth);
  }

  @Test
  void ten_who_read_short_threads_are_all_let_in_where_one_page_fits() {
    ThreadRoom room = room(1, 10, LONG);
    List<Future<Place>> readers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      readers.add(room.enter());
    }
    readers.forEach(reader -> await(reader).leave());
  }

  @Test
  void an_answer_longer_than_a_page_keeps_more_of_them_out() {
    ThreadRoom room = room(3, 10, LONG);
    Place wide = await(room.enter());
    wide.resize(3 * ThreadRoom.PAGE);
    Future<Place> next = room.enter();
    assertFalse(next.isComplete());
    wide.leave();
    await(next);
  }

  @Test
  void nobody_waits_for_ever() {
    ThreadRoom room = room(1, 10, Duration.ofMillis(1));
    Place place = await(room.enter());
    refused(room.enter());
    place.leave();
    await(room.enter());
  }

  @Test
  void not_more_than_so_many_wait() {
    ThreadRoom room = room(1, 1, LONG);
    Place place = await(room.enter());
    Future<Place> waits = room.enter();
    refused(room.enter());
    place.leave();
    await(waits);
  }

  @Test
  void where_the_memory_is_less_than_a_page_one_is_let_in() {
    ThreadRoom room = new ThreadRoom(vertx, 1, 10, LONG);
    Place place = await(room.enter());
    Future<Place> next = room.enter();
    assertFalse(next.isComplete());
    place.leave();
    await(next);
  }

  private static void refused(Future<Place> reader) {
    Failure failure = assertThrows(Failure.class, () -> await(reader));
    assertEquals("too-many-threads", failure.code());
    assertEquals(Failure.Kind.UNAVAILABLE, failure.kind());
  }

  private ThreadRoom room(int pages, int maxWaiting, Duration patience) {
    return new ThreadRoom(vertx, pages * ThreadRoom.PAGE, maxWaiting, patience);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("nothing within 30 s", late);
    }
  }
}
