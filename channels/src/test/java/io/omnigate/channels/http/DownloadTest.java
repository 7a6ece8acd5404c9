package io.omnigate.channels.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
  @Test
  void a_plain_name_stays_as_it_is() {
    assertEquals(
        "attachment; filename=\"bill 7.pdf\"; filename*=UTF-8''bill%207.pdf",
        Download.disposition("bill 7.pdf"));
  }

  @Test
  void a_name_in_any_script_is_whole_for_those_who_can_read_it() {
    assertEquals(
        "attachment; filename=\"R_chnung.pdf\"; filename*=UTF-8''R%C3%A9chnung.pdf",
        Download.disposition("R\u00e9chnung.pdf"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "a\r\nSet-Cookie: x=y",
        "a\"; filename=b.exe; x=\"",
        "a\u0000.exe",
        "\u202etxt.exe",
        "a\u200bb",
        ""
      })
  void no_name_breaks_the_header_or_hides_what_it_is(String name) {
    String header = Download.disposition(name);
    assertTrue(
        header.matches(
            "attachment; filename=\"[^\"\\\\/\\p{Cntrl}]+\"; filename\\*=UTF-8''[^ \"/]+"),
        header);
    assertFalse(header.contains("%E2%80%AE"), header);
    assertFalse(header.contains("%2F"), header);
  }

  @Test
  void a_name_of_four_thousand_characters_is_cut() {
    assertTrue(Download.disposition("a".repeat(4096) + ".pdf").length() < 1000);
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, image/png",
    "IMAGE/JPEG, image/jpeg",
    "text/html, application/octet-stream",
    "image/svg+xml, application/octet-stream",
    "application/xhtml+xml, application/octet-stream",
    "text/xml, application/octet-stream",
    "text/javascript, application/octet-stream",
    "'text/plain; charset=x', application/octet-stream",
    "'', application/octet-stream"
  })
  void what_a_browser_could_run_is_only_bytes(String claimed, String sent) {
    assertEquals(sent, Download.mediaType(claimed));
  }
}
