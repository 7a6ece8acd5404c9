package io.omnigate.channels.upload;

import static io.omnigate.channels.TestServer.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.http.Body;
import io.omnigate.channels.upload.FormBody.Ending;
import io.omnigate.core.intake.RawPayload;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
  private static final String FIRST =
      "--b\r\nContent-Disposition: form-data; name=\"one\"\r\n\r\n\u00fc\r\n";
  private static final String SECOND =
      "--b\r\nContent-Disposition: form-data; name=\"two\"; filename=\"f\"\r\n"
          + "Content-Type: A/b; c=d\r\n\r\nx\r\n-\r\n";
  private static final String END = "--b--";

  @TempDir private Path folder;

  private static FormBody read(Body body, int maxParts) {
    return MultipartBody.read(
        new ChannelRequest(
            HttpMethod.POST,
            MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "multipart/form-data; boundary=b"),
            MultiMap.caseInsensitiveMultiMap(),
            body,
            "127.0.0.1",
            Instant.EPOCH),
        maxParts);
  }

  private static Buffer utf8(String text) {
    return Buffer.buffer(text);
  }

  @Test
  void fieldsAndFilesComeInTheirOrder() throws Exception {
    for (Body body : Bodies.both(folder, utf8(FIRST + SECOND + END + "\r\n"))) {
      FormBody form = read(body, 10);
      assertEquals(Ending.WHOLE, form.ending());
      assertEquals(List.of("one", "two"), form.parts().stream().map(FormPart::name).toList());
      assertEquals(Optional.of("\u00fc"), form.text("one"));
      FormPart file = form.parts().getLast();
      assertEquals(Optional.of("f"), file.fileName());
      assertEquals("a/b", file.mediaType());
      assertEquals("x\r\n-", file.content().bytes().toString());
    }
  }

  @Test
  void whereverItIsCutThatIsSeenAndWhatWasWholeIsThere() throws Exception {
    byte[] whole = (FIRST + SECOND + END).getBytes(StandardCharsets.UTF_8);
    int first = FIRST.getBytes(StandardCharsets.UTF_8).length;
    int second = first + SECOND.length();
    for (int length = 0; length < whole.length; length++) {
      for (Body body : Bodies.both(folder, Buffer.buffer(whole).slice(0, length).copy())) {
        FormBody form = read(body, 10);
        assertEquals(Ending.BROKEN, form.ending(), "after " + length + " bytes");
        int sure = length >= second + 3 ? 2 : length >= first + 3 ? 1 : 0;
        assertEquals(sure, form.parts().size(), "after " + length + " bytes");
      }
    }
    for (Body body : Bodies.both(folder, Buffer.buffer(whole))) {
      assertEquals(Ending.WHOLE, read(body, 10).ending());
    }
  }

  @Test
  void whatFollowsTheEndIsNoPart() throws Exception {
    for (Body body : Bodies.both(folder, utf8(FIRST + END + "\r\n" + SECOND + END + "\r\n"))) {
      FormBody form = read(body, 10);
      assertEquals(Ending.WHOLE, form.ending());
      assertEquals(1, form.parts().size());
    }
  }

  @Test
  void onlySoManyPartsAreRead() throws Exception {
    for (Body body : Bodies.both(folder, utf8(FIRST.repeat(5) + END))) {
      assertEquals(Ending.WHOLE, read(body, 5).ending());
      assertEquals(Ending.TOO_MANY_PARTS, read(body, 4).ending());
      assertEquals(4, read(body, 4).parts().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "form-data; name=\"LONG\"",
        "form-data; name=\"a\"; filename=\"LONG\"",
        "form-data; name=\"a\"; filename*=utf-8''%4CONG",
        "form-data; name=\"a\"; filename=\"f\"\r\nContent-Type: LONG"
      })
  void aNameThatIsTooLongEndsTheReading(String head) throws Exception {
    for (int length : List.of(1_000, 1_001)) {
      String first = head.contains("%4CONG") ? "%4C" : "L";
      String named = head.replace(first + "ONG", first + "o".repeat(length - 1));
      String part = "--b\r\nContent-Disposition: " + named + "\r\n\r\nx\r\n";
      for (Body body : Bodies.both(folder, utf8(FIRST + part + SECOND + END))) {
        FormBody form = read(body, 10);
        assertEquals(length == 1_000 ? Ending.WHOLE : Ending.BROKEN, form.ending());
        assertEquals(length == 1_000 ? 3 : 1, form.parts().size());
      }
    }
  }

  @Test
  void aHeadWithoutEndEndsTheReading() throws Exception {
    StringBuilder head = new StringBuilder("--b\r\nContent-Disposition: form-data; name=\"a\"");
    for (int i = 0; i < 30_000; i++) {
      head.append("; p").append(i).append("=x");
    }
    for (Body body : Bodies.both(folder, utf8(FIRST + head + "\r\n\r\nx\r\n" + END))) {
      assertEquals(Ending.BROKEN, read(body, 10).ending());
      assertEquals(1, read(body, 10).parts().size());
    }
  }

  @Test
  void ofALargeBodyLittleIsHeldHoweverManyPartsItHas() throws Exception {
    Buffer bytes = Buffer.buffer();
    for (int i = 0; i < 200; i++) {
      String head = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n";
      bytes.appendString(head).appendBuffer(random(20_000 + i)).appendString("\r\n");
    }
    bytes.appendString(FIRST.replace("\u00fc", "x".repeat(300_000))).appendString(END);
    FormBody form = read(Bodies.spooled(folder, bytes), 1_000);
    long held = form.parts().stream().mapToLong(part -> part.content().bytes().length()).sum();
    assertTrue(held <= Pieces.ALL, "held " + held);
    for (int i = 0; i < 200; i++) {
      Body content = form.parts().get(i).content();
      assertEquals(random(20_000 + i), content.read());
      assertEquals(RawPayload.sha256(content.read()), content.raw().sha256());
    }
    assertNotNull(form.parts().getLast().content().spooled(), "a field goes by the disk as well");
    assertEquals(Optional.of("x".repeat(300_000)), form.text("one"));
  }
}
