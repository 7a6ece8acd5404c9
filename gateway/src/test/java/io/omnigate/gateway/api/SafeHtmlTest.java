package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeHtmlTest {
  private static final Map<String, String> PICTURES = Map.of("logo@x", "/api/attachments/A");

  @Test
  void ordinary_mail_keeps_its_looks() {
    assertEquals(
        "<p>Dear <b>Ann</b>,</p><ul><li>one</li></ul>",
        SafeHtml.clean("<p>Dear <b>Ann</b>,</p><ul><li>one</li></ul>", Map.of()));
  }

  @Test
  void a_picture_that_came_with_the_message_is_shown_from_here() {
    assertEquals(
        "<img src=\"/api/attachments/A\" alt=\"Logo\">",
        SafeHtml.clean("<img src=\"cid:logo@x\" alt=\"Logo\" onerror=\"x()\">", PICTURES));
  }

  @Test
  void a_content_id_is_found_in_any_writing_of_the_scheme_and_percent_encoded() {
    assertEquals(
        "<img src=\"/api/attachments/A\">", SafeHtml.clean("<img src=\"CID:logo%40x\">", PICTURES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img src=\"https://tracker.example/p.gif\">",
        "<img src=\"//tracker.example/p.gif\">",
        "<img src=\"/api/attachments/B\">",
        "<img src=\"cid:unknown\">",
        "<img src=\"data:image/svg+xml,<svg onload=x()>\">",
        "<img srcset=\"https://tracker.example/p.gif 2x\">",
        "<table background=\"https://tracker.example/p.gif\"></table>",
        "<p style=\"background:url(https://tracker.example)\"></p>",
        "<link rel=stylesheet href=https://tracker.example>",
        "<video poster=https://tracker.example></video>",
        "<audio src=https://tracker.example></audio>"
      })
  void nothing_is_fetched_from_anywhere(String html) {
    String clean = SafeHtml.clean(html, PICTURES);
    assertFalse(clean.contains("tracker"), clean);
    assertFalse(clean.contains("src"), clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>x()</script>",
        "<ScRiPt src=//x></ScRiPt>",
        "<svg><script>x()</script></svg>",
        "<svg onload=x()>",
        "<math><mtext><table><mglyph><style><img src=x onerror=x()>",
        "<iframe srcdoc='<script>x()</script>'></iframe>",
        "<object data=x></object><embed src=x>",
        "<form action=https://x><input name=password><button>go</button></form>",
        "<base href=https://x>",
        "<meta http-equiv=refresh content='0;url=https://x'>",
        "<a href=\"javascript:x()\">a</a>",
        "<a href=\"java&#10;script:x()\">a</a>",
        "<a href=\"data:text/html,<script>x()</script>\">a</a>",
        "<a href=\" vbscript:x()\">a</a>",
        "<p onclick=x() onmouseover=x()>a</p>",
        "<p style=\"position:fixed;inset:0\" class=overlay id=app>a</p>",
        "<noscript><p title=\"</noscript><img src=x onerror=x()>\">",
        "<template><script>x()</script></template>",
        "<!--><script>x()</script-->",
        "<xmp><script>x()</script></xmp>",
        "<plaintext><script>x()",
        "<details open ontoggle=x()>a</details>"
      })
  void nothing_runs_and_nothing_posts(String html) {
    String clean = SafeHtml.clean(html, PICTURES).toLowerCase(Locale.ROOT);
    for (String bad :
        new String[] {
          "<script",
          "<svg",
          "<math",
          "<iframe",
          "<object",
          "<embed",
          "<form",
          "<input",
          "<base",
          "<meta",
          "<style",
          "<img",
          "<template",
          "<!--",
          "href=\"j",
          "href=\"d",
          "href=\"v",
          " on",
          "style=",
          "class=",
          "id="
        }) {
      assertFalse(clean.contains(bad), () -> bad + " in " + clean);
    }
  }

  @Test
  void links_open_apart_and_tell_nobody_where_from() {
    String clean = SafeHtml.clean("<a href=\"https://example.com\" target=_top>a</a>", Map.of());
    assertEquals(
        "<a href=\"https://example.com\" rel=\"noopener noreferrer nofollow\""
            + " target=\"_blank\">a</a>",
        clean);
  }

  @Test
  void a_link_to_the_page_around_it_is_no_link() {
    assertFalse(SafeHtml.clean("<a href=\"/console\">a</a>", Map.of()).contains("href"));
  }

  @Test
  void a_page_that_is_too_long_is_cut_where_everybody_sees_it() {
    String clean = SafeHtml.clean("<p>" + "x".repeat(600_000) + "</p>", Map.of());
    assertTrue(clean.endsWith("[… cut here; the whole is kept in the raw message]</p>"));
    assertFalse(
        SafeHtml.clean("<p>" + "x".repeat(400_000) + "</p>", Map.of()).contains("cut here"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<b i=N><i i=N>",
        "<p><b i=N>x",
        "<a href=https://x/N>",
        "<table>x<b>",
        "<x a=N b c ",
        "<!--"
      })
  void a_page_built_to_take_long_costs_a_worker_less_than_five_seconds(String piece) {
    StringBuilder page = new StringBuilder(1_000_100);
    for (int i = 0; page.length() < 1_000_000; i++) {
      page.append(piece.replace("N", Integer.toString(i)));
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> SafeHtml.clean(page.toString(), PICTURES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>",
        "<b>",
        "<table><tr><td>",
        "<a href=https://x>",
        "<ul><li>",
        "&",
        "<b><i><p>",
        "<p><b i=N>x",
        "<table>x<b>",
        "<li><b><i><u><s>"
      })
  @Timeout(20)
  void a_bomb_takes_neither_the_stack_nor_the_memory_nor_for_ever(String piece) {
    StringBuilder page = new StringBuilder(500_100);
    for (int i = 0; page.length() < 500_000; i++) {
      page.append(piece.replace("N", Integer.toString(i)));
    }
    String clean = SafeHtml.clean(page.toString(), PICTURES);
    assertTrue(clean.length() < 2_000_200, () -> "" + clean.length());
    assertTrue(clean.contains("kept in the raw message"), "what is missing is told");
  }

  /** Each paragraph gets the link anew when it is put right. */
  @Test
  void a_long_link_that_every_paragraph_repeats_is_cut_before_it_fills_the_memory() {
    String link = "https://example.com/" + "x".repeat(5_000);
    String page = "<p>first<a href='" + link + "'></p>" + "<p>x</p>".repeat(60_000);
    String clean = SafeHtml.clean(page, PICTURES);
    assertTrue(clean.startsWith("<p>first"), "the beginning is shown");
    assertTrue(clean.endsWith("[… cut here; the whole is kept in the raw message]</p>"));
    assertTrue(clean.length() < 2_000_200, () -> "" + clean.length());
  }

  @Test
  void a_page_that_mail_programs_write_is_whole_however_long() {
    String row =
        "<tr><td style=\"padding:4px 8px;font:14px Arial\"><p class=\"MsoNormal\"><span"
            + " lang=\"EN\">A line of it.</span></p></td></tr>";
    String page = "<table>" + row.repeat(499_000 / row.length()) + "</table><p>the end</p>";
    assertTrue(SafeHtml.clean(page, Map.of()).endsWith("<p>the end</p>"));
  }
}
