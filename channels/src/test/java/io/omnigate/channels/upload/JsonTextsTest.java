package io.omnigate.channels.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.http.Body;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextsTest {
  private static final Set<String> LONG = Set.of("mail", "content");

  @TempDir private Path folder;

  /** Any UTF-16, with what JSON escapes and halves of pairs among it. */
  private static String text(Random random, int most) {
    String signs = "\"\\/\b\f\n\r\t\0\u001f\u007f\ud83d\ude00\ud800\udc00\u00fcA:,{}[] ";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(
          random.nextBoolean()
              ? signs.charAt(random.nextInt(signs.length()))
              : (char) random.nextInt(0x10000));
    }
    return text.toString();
  }

  /** As some writers do: everything escaped that can be, or as little as must be. */
  private static String quoted(String text, Random random) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char each : text.toCharArray()) {
      boolean must = each < ' ' || each == '"' || each == '\\' || Character.isSurrogate(each);
      quoted.append(
          must || random.nextInt(5) == 0
              ? "\\u%04x".formatted((int) each)
              : Character.toString(each));
    }
    return quoted.append('"').toString();
  }

  @Test
  void itSaysWhatAParserSaysOfAnyText() throws IOException {
    Random random = new Random(8259);
    for (int round = 0; round < 300; round++) {
      String one = quoted(text(random, 300), random);
      String two = new JsonArray().add(text(random, 3_000)).encode();
      String json =
          "{ \"other\" : %s, \"mail\" :\n%s,\"list\":[\"mail\",{\"content\":%s}],\"n\":[1,\"\",null]}"
              .formatted(one, one, two.substring(1, two.length() - 1));
      JsonObject expected = JsonBody.object(Buffer.buffer(json));
      for (Body body : Bodies.both(folder, Buffer.buffer(json))) {
        JsonTexts read = JsonTexts.read(body, LONG);
        JsonObject object = read.object();
        assertEquals(bytes(expected.getString("mail")), read.text(object, "mail").get().read());
        JsonObject nested = object.getJsonArray("list").getJsonObject(1);
        assertEquals(
            bytes(expected.getJsonArray("list").getJsonObject(1).getString("content")),
            read.text(nested, "content").get().read());
        assertEquals(expected.getString("other"), object.getString("other"));
        assertEquals(expected.getJsonArray("n"), object.getJsonArray("n"));
      }
    }
  }

  private static Buffer bytes(String text) {
    return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aLongTextOfALargeBodyGoesByTheDisk() throws IOException {
    String mail = "line \u00fc\r\n".repeat(100_000);
    Body body = Bodies.spooled(folder, new JsonObject().put("mail", mail).toBuffer());
    JsonTexts read = JsonTexts.read(body, LONG);
    Body text = read.text(read.object(), "mail").get();
    assertNotNull(text.spooled());
    assertEquals(bytes(mail), text.read());
  }

  @Test
  void howeverManyThereAreLittleIsHeld() throws IOException {
    JsonArray files = new JsonArray();
    for (int i = 0; i < 300; i++) {
      files.add(new JsonObject().put("content", "%05d".formatted(i).repeat(2_000)));
    }
    Body body = Bodies.spooled(folder, new JsonObject().put("files", files).toBuffer());
    JsonTexts read = JsonTexts.read(body, LONG);
    long held = 0;
    for (int i = 0; i < 300; i++) {
      JsonObject file = read.object().getJsonArray("files").getJsonObject(i);
      Body content = read.text(file, "content").get();
      assertEquals("%05d".formatted(i).repeat(2_000), content.read().toString());
      held += content.bytes().length();
    }
    assertTrue(held <= Pieces.ALL, "held " + held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"mail\":\"",
        "{\"mail\":\"\\",
        "{\"mail\":\"\\u12",
        "{\"mail\":\"\\x\"}",
        "{\"mail\":\"\\u12g4\"}",
        "{\"mail\":\"a\nb\"}",
        "{\"mail\":\"a\"",
        "{\"mail\":\"a\"}x",
        "{\"mail\":\"a\",\"mail\":\"b\"}",
        "{\"other\":\"",
        "{\"other\":\"\\\"}",
        "{\"other\":\"a\nb\"}"
      })
  void whatIsNoJsonObjectIsRefused(String json) throws IOException {
    for (Body body : Bodies.both(folder, Buffer.buffer(json))) {
      Failure refused = assertThrows(Failure.class, () -> JsonTexts.read(body, LONG));
      assertEquals(Failure.Kind.BAD_REQUEST, refused.kind());
    }
  }

  @Test
  void theRestIsBoundedAndSoAreTheTexts() throws IOException {
    for (String each : List.of("1,".repeat(600_000), "{\"mail\":\"\"},".repeat(2_001))) {
      Body body = Bodies.spooled(folder, Buffer.buffer("{\"list\":[" + each + "1]}"));
      Failure refused = assertThrows(Failure.class, () -> JsonTexts.read(body, LONG));
      assertEquals(Failure.Kind.TOO_LARGE, refused.kind());
    }
  }

  @Test
  void whatStandsInPlaceOfATextIsNone() {
    JsonTexts read =
        JsonTexts.read(
            Body.of(
                Buffer.buffer(
                    "{\"mail\":7,\"content\":{\"content\":-1},\"a\":{\"m\\u0061il\":\"kept\"}}")),
            LONG);
    assertEquals(Optional.empty(), read.text(read.object(), "mail"));
    assertEquals(Optional.empty(), read.text(read.object(), "content"));
    assertEquals(Optional.empty(), read.text(read.object().getJsonObject("content"), "content"));
    assertEquals(
        "kept", read.text(read.object().getJsonObject("a"), "mail").get().bytes().toString());
  }
}
