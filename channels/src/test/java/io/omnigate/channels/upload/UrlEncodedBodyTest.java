package io.omnigate.channels.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.omnigate.channels.http.Body;
import io.omnigate.channels.upload.FormBody.Ending;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlEncodedBodyTest {
  @TempDir private Path folder;

  private record Field(String name, String value) {}

  private List<FormBody> read(String body, int maxParts) throws IOException {
    List<FormBody> read = new ArrayList<>();
    for (Body each : Bodies.both(folder, Buffer.buffer(body))) {
      read.add(UrlEncodedBody.read(each, maxParts));
    }
    return read;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static List<Field> fields(FormBody form) {
    return form.parts().stream()
        .map(part -> new Field(part.name(), part.text(StandardCharsets.UTF_8).orElseThrow()))
        .toList();
  }

  private static String random(Random random, int most) {
    return random
        .ints(random.nextInt(most), 0, 0x3000)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  @Test
  void whatIsEncodedIsReadBack() throws IOException {
    Random random = new Random(1866);
    for (int round = 0; round < 50; round++) {
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < random.nextInt(5); i++) {
        fields.add(new Field("n" + random(random, 10), random(random, 100_000)));
      }
      String body =
          fields.stream()
              .map(field -> encoded(field.name()) + '=' + encoded(field.value()))
              .collect(Collectors.joining("&"));
      for (FormBody form : read(body, 10)) {
        assertEquals(Ending.WHOLE, form.ending());
        assertEquals(fields, fields(form));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a=b=c&d, 'a:b=c,d:'",
    "'&&a=1&&', 'a:1'",
    "a+b=c+d, 'a b:c d'",
    "'a;b=1;c=2#d', 'a;b:1;c=2#d'",
    "=x, ':x'",
    "%3D%26=%2B%25, '=&:+%'",
    "'', ''"
  })
  void itIsReadByTheStandard(String body, String expected) throws IOException {
    for (FormBody form : read(body, 10)) {
      assertEquals(
          expected,
          fields(form).stream()
              .map(field -> field.name() + ':' + field.value())
              .collect(Collectors.joining(",")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%1", "%zz", "%1&"})
  void aBrokenEscapeEndsTheReading(String escape) throws IOException {
    for (FormBody form : read("a=1&b=" + escape, 10)) {
      assertEquals(Ending.BROKEN, form.ending());
      assertEquals(List.of(new Field("a", "1")), fields(form));
    }
    for (FormBody form : read("a=1&b" + escape + "=2", 10)) {
      assertEquals(Ending.BROKEN, form.ending());
    }
  }

  @Test
  void aNameWithoutEndIsNone() throws IOException {
    for (FormBody form : read("a=1&" + "n".repeat(2_000), 10)) {
      assertEquals(Ending.BROKEN, form.ending());
    }
  }

  @Test
  void onlySoManyFieldsAreRead() throws IOException {
    for (FormBody form : read("a=1&".repeat(5), 5)) {
      assertEquals(Ending.WHOLE, form.ending());
    }
    for (FormBody form : read("a=1&".repeat(5), 4)) {
      assertEquals(Ending.TOO_MANY_PARTS, form.ending());
      assertEquals(4, form.parts().size());
    }
  }

  @Test
  void ofALargeBodyALongValueGoesByTheDisk() throws IOException {
    String mail = "x=%0D%0A".repeat(100_000);
    FormPart part = read("body-mime=" + mail, 5).getLast().parts().getFirst();
    assertNotNull(part.content().spooled());
    assertEquals("x=\r\n".repeat(100_000), part.content().read().toString());
  }
}
