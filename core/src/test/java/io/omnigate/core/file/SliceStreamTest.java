package io.omnigate.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SliceStreamTest {
  private static final int SIZE = 3 * SliceStream.SLICE + 100;

  private final Buffer file = Buffer.buffer(random());
  private final Deque<Runnable> asked = new ArrayDeque<>();
  private final Buffer taken = Buffer.buffer();
  private final List<String> told = new ArrayList<>();
  private final SliceStream stream = stream(this::later);

  private SliceStream stream(Slices slices) {
    SliceStream made = new SliceStream(slices, SIZE);
    made.endHandler(end -> told.add("end"));
    made.exceptionHandler(cause -> told.add(String.valueOf(cause.getMessage())));
    return made;
  }

  /** Answers when the test says so. */
  private Future<Buffer> later(long from, int length) {
    Promise<Buffer> slice = Promise.promise();
    asked.add(() -> slice.complete(file.getBuffer((int) from, (int) from + length)));
    return slice.future();
  }

  private void answer() {
    asked.remove().run();
  }

  @Test
  void allBytesComeInOrderAndThenTheEnd() {
    stream.handler(taken::appendBuffer);
    for (int i = 0; i < 4; i++) {
      assertEquals(List.of(), told);
      answer();
    }
    assertEquals(file, taken);
    assertEquals(List.of("end"), told);
    assertTrue(stream.whole().succeeded());
    assertTrue(asked.isEmpty());
  }

  @Test
  void nothingIsReadThatNobodyWants() {
    stream.pause().handler(taken::appendBuffer);
    assertTrue(asked.isEmpty());
    stream.fetch(1);
    answer();
    assertEquals(SliceStream.SLICE, taken.length());
    assertTrue(asked.isEmpty());

    stream.resume();
    stream.pause();
    answer();
    assertEquals(SliceStream.SLICE, taken.length(), "held while it is paused");
    assertTrue(asked.isEmpty());
    stream.resume();
    assertEquals(2 * SliceStream.SLICE, taken.length());

    stream.handler(null);
    answer();
    assertTrue(asked.isEmpty());
    assertFalse(stream.whole().isComplete());
  }

  @Test
  void itIsWholeWithItsLastByteAlsoWhereNobodyAsksForMore() {
    stream.handler(taken::appendBuffer);
    for (int i = 0; i < 3; i++) {
      answer();
    }
    stream.pause();
    answer();
    assertFalse(stream.whole().isComplete(), "the last slice is held");
    stream.fetch(1);
    assertEquals(file, taken);
    assertTrue(stream.whole().succeeded());
    assertEquals(List.of(), told);
    stream.fetch(1);
    assertEquals(List.of("end"), told);
  }

  @Test
  void aFileThatCannotBeReadToItsEndBreaksAndDoesNotEnd() {
    SliceStream broken =
        stream(
            (from, length) ->
                from == 0 ? Future.succeededFuture(file.getBuffer(0, length)) : failed());
    broken.handler(taken::appendBuffer);
    assertEquals(List.of("the database is away"), told);
    assertTrue(broken.whole().failed());
    broken.resume();
    assertEquals(SliceStream.SLICE, taken.length());
    assertEquals(1, told.size());
  }

  @Test
  void aFileShorterThanItsSizeBreaks() {
    stream((from, length) -> Future.succeededFuture(Buffer.buffer())).handler(taken::appendBuffer);
    assertEquals(List.of("the file is shorter than its size says"), told);
  }

  @Test
  void anEmptyFileEndsUnread() {
    SliceStream empty = new SliceStream((from, length) -> failed(), 0);
    empty.endHandler(end -> told.add("end")).handler(taken::appendBuffer);
    assertEquals(List.of("end"), told);
  }

  private static Future<Buffer> failed() {
    return Future.failedFuture("the database is away");
  }

  private static byte[] random() {
    byte[] bytes = new byte[SIZE];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
