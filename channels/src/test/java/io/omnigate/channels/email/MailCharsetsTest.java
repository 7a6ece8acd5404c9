package io.omnigate.channels.email;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailCharsetsTest {
  @ParameterizedTest
  @CsvSource({
    "gb2312, e946, 镕",
    "ks_c_5601-1987, 8c63, 똠",
    "EUC-KR, 8c63, 똠",
    "iso-8859-1, 80, €",
    "ISO_8859-1:1987, 80, €",
    "l1, 93, “",
    "latin1, 80, €",
    "us-ascii, c3a9, é",
    "ANSI_X3.4-1968, e9, é",
    "iso646-us, c3a9, é",
    "shift_jis, 8740, ①",
    "iso-8859-9, 80, €",
    "tis-620, a1, ก",
    "koi8-r, f0, П",
    "UTF8, c3a9, é",
    "unknown-8bit, c3a9, é",
    "unknown-8bit, e9, é",
    "x-no-such-thing, e9, é",
    "'', e9, é",
    "'a b;c', e9, é",
    "utf-8, efbbbf41, A",
    "utf-8, 41ff, A\uFFFD",
    "utf-16, feff0041, A",
    "iso-2022-jp, 1b2442467c1b2842, 日",
  })
  void labelsAreReadAsTheyAreMeant(String label, String hex, String text) {
    assertEquals(text, MailCharsets.decode(HexFormat.of().parseHex(hex), label));
  }

  @Test
  void noLabelThrows() {
    byte[] bytes = "x".getBytes(StandardCharsets.US_ASCII);
    for (String label : new String[] {"\u0000", "\uD800", "x".repeat(10_000), "utf-8*en", "/"}) {
      assertEquals("x", MailCharsets.decode(bytes, label));
    }
  }
}
