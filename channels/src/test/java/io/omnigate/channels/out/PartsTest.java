package io.omnigate.channels.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.out.Parts.Unit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartsTest {
  private static final String FAMILY = "👨‍👩‍👧‍👦"; // 7 code points, 11 UTF-16 units
  private static final String FLAG = "🇬🇷";

  private static int length(String text, Unit unit) {
    return unit == Unit.UTF16 ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void aShortTextIsOnePart() {
    assertEquals(List.of("Hello"), Parts.of("Hello", 100, Unit.UTF16));
    assertEquals(List.of("x".repeat(100)), Parts.of("x".repeat(100), 100, Unit.UTF16));
    assertEquals(List.of(), Parts.of(" \n ", 100, Unit.UTF16));
  }

  @Test
  void aLongTextIsCutBetweenLinesOrElseWords() {
    String line = "a".repeat(60);
    assertEquals(
        List.of(line, "b c " + "d".repeat(50)),
        Parts.of(line + "\nb c " + "d".repeat(50), 100, Unit.UTF16));
    assertEquals(
        List.of(line + " b", "d".repeat(50)),
        Parts.of(line + " b " + "d".repeat(50), 100, Unit.UTF16));
    assertEquals(
        List.of("d".repeat(100), "d".repeat(50)), Parts.of("d".repeat(150), 100, Unit.UTF16));
  }

  @Test
  void whatPeopleSeeAsOneCharacterIsNotCut() {
    for (String character : List.of("😀", FLAG, FAMILY, "e\u0301")) {
      for (Unit unit : Unit.values()) {
        for (int before = 80; before < 100; before++) {
          String text = "x".repeat(before) + character + "y".repeat(90);
          List<String> parts = Parts.of(text, 100, unit);
          assertEquals(text, String.join("", parts));
          assertTrue(parts.stream().anyMatch(part -> part.contains(character)), text);
        }
      }
    }
  }

  @Test
  void aCharacterLongerThanAPartIsCutBetweenCodePoints() {
    String zalgo = "e" + "\u0301".repeat(500) + "😀";
    List<String> parts = Parts.of(zalgo, 100, Unit.BYTES);
    assertEquals(zalgo, String.join("", parts));
    assertTrue(parts.stream().allMatch(part -> length(part, Unit.BYTES) <= 100));
  }

  @ParameterizedTest
  @EnumSource(Unit.class)
  void noPartIsTooLongAndNothingButWhiteSpaceIsLost(Unit unit) {
    Random random = new Random(4);
    String[] pieces = {"a", "ß", "漢", "😀", FLAG, FAMILY, " ", "\n", "\r\n", "word", "e\u0301"};
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(600); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      List<String> parts = Parts.of(text.toString(), 100 + random.nextInt(50), unit);
      assertTrue(parts.stream().allMatch(part -> length(part, unit) < 150 && !part.isBlank()));
      assertTrue(
          parts.stream()
              .allMatch(
                  part ->
                      part.equals(
                          new String(
                              part.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))));
      assertEquals(
          text.toString().replaceAll("\\s", ""), String.join("", parts).replaceAll("\\s", ""));
    }
  }
}
