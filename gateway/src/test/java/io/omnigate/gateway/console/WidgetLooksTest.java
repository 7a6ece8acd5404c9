package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the widget looks, reads and is handled; pictures of it are in {@code target/screenshots}. */
class WidgetLooksTest extends WidgetTest {
  /** Every element that can be used without its name being known to a screen reader. */
  private static final String NAMELESS =
      """
      () => {
        const root = document.querySelector('#omnigate-chat').shadowRoot;
        return [...root.querySelectorAll('button, input:not([hidden]), textarea, a, [role]')]
          .filter((each) => !each.ariaLabel && !each.textContent.trim()
            && !each.querySelector('img[alt]')
            && !each.getAttribute('aria-labelledby')
            && !['status', 'alert'].includes(each.role))
          .map((each) => each.outerHTML);
      }
      """;

  /** The lowest contrast of a text with what is behind it (WCAG 1.4.3), of those that are shown. */
  private static final String CONTRAST =
      """
      (selectors) => {
        const root = document.querySelector('#omnigate-chat').shadowRoot;
        const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
        const luminance = ([r, g, b]) => [r, g, b]
          .map((c) => c / 255)
          .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = (each) => {
          for (let at = each; at instanceof Element; at = at.parentElement) {
            const colour = rgb(getComputedStyle(at).backgroundColor);
            if ((colour[3] ?? 1) === 1) return colour;
          }
          return [255, 255, 255];
        };
        return Math.min(...selectors.flatMap((selector) => [...root.querySelectorAll(selector)])
          .map((each) => [luminance(rgb(getComputedStyle(each).color)), luminance(behind(each))])
          .map(([a, b]) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)));
      }
      """;

  private static final List<String> TEXTS =
      List.of(".message:not(.mine) .bubble", ".mine .bubble", ".who", ".meta time", ".day");

  private static final List<String> CHOSEN = List.of(".chosen span", ".chosen small");

  @ParameterizedTest
  @CsvSource({
    "el, Άνοιγμα συνομιλίας, Γράψτε ένα μήνυμα",
    "nl, Chat openen, Schrijf een bericht",
    "cs, Otevřít chat, Napište zprávu",
    "fi, Avaa chat, Kirjoita viesti",
    "lt, Atverti pokalbį, Rašykite žinutę",
    "de, Open chat, Write a message"
  })
  void itSpeaksTheLanguageOfThePage(String language, String open, String write) {
    Page page = blank(new Browser.NewContextOptions());
    page.route(
        "**/demo",
        route -> {
          APIResponse demo = route.fetch();
          String html = demo.text().replace("lang=\"en\"", "lang=\"" + language + '"');
          route.fulfill(new Route.FulfillOptions().setResponse(demo).setBody(html));
        });
    page.navigate(gateway.url() + "/demo");
    page.getByLabel(open).click();
    assertThat(page.getByLabel(write)).isFocused();
    assertEquals(
        List.of(),
        page.evaluate(
            "() => [...document.querySelector('#omnigate-chat').shadowRoot.querySelectorAll('*')]"
                + ".filter((each) => each.textContent.includes('undefined')).length"
                + " ? ['undefined'] : []"));
  }

  @Test
  void itIsUsableByKeyboardAndScreenReader() {
    Page page = blank(new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE));
    page.navigate(gateway.url() + "/demo");
    launcher(page).focus();
    assertThat(launcher(page)).hasAttribute("aria-expanded", "false");
    page.keyboard().press("Enter");
    assertThat(dialog(page)).hasAccessibleName("Chat with us");
    assertThat(field(page)).isFocused();
    assertThat(page.getByRole(AriaRole.LOG)).hasAccessibleName("Messages");
    assertEquals("none", dialog(page).evaluate("panel => getComputedStyle(panel).animationName"));
    page.keyboard().press("Shift+Tab");
    assertThat(page.getByLabel("Attach a file")).isFocused();
    assertEquals(List.of(), page.evaluate(NAMELESS));

    write(page, "one line");
    assertThat(line(page, "one line").locator("time")).isVisible();
    assertThat(field(page)).isFocused();
    page.keyboard().type("two");
    page.keyboard().press("Shift+Enter");
    page.keyboard().type("lines");
    assertThat(field(page)).hasValue("two\nlines");
    page.keyboard().press("Escape");
    assertThat(dialog(page)).isHidden();
    assertThat(launcher(page)).isFocused();
    launcher(page).click();
    assertThat(field(page)).hasValue("two\nlines");
  }

  @Test
  void aLineIsMadeOnceSoThatNothingIsReadOutTwice() {
    Page page = opened(new Browser.NewContextOptions());
    write(page, "the first");
    Locator first = line(page, "the first");
    first.evaluate("node => (node.kept = true)");
    assertThat(first.locator("time")).isVisible();
    gateway.reply(ticket(page), "an answer");
    assertThat(line(page, "an answer")).isVisible();
    assertEquals(true, first.evaluate("node => node.kept"));
  }

  @Test
  void itLooksTheSameOnAPageWithOtherHabits() {
    Page page = opened(new Browser.NewContextOptions().setBypassCSP(true));
    Object before = box(page);
    page.addStyleTag(
        new Page.AddStyleTagOptions()
            .setContent("* { font-size: 40px !important; margin: 9px !important; color: red }"));
    assertEquals(before, box(page));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "div:empty { display: none }",
        "div { display: none !important }",
        "div { opacity: .4; transform: scale(.5); filter: blur(4px); visibility: hidden }"
      })
  void aPagesRulesForItsOwnBoxesDoNotReachIt(String rules) {
    Page page = blank(new Browser.NewContextOptions().setBypassCSP(true));
    page.navigate(gateway.url() + "/demo");
    Object place = placeAndLook(page);
    page.addStyleTag(new Page.AddStyleTagOptions().setContent(rules));
    assertEquals(place, placeAndLook(page));
    launcher(page).click();
    assertThat(field(page)).isFocused();
  }

  private static Object placeAndLook(Page page) {
    return page.locator("#omnigate-chat")
        .evaluate(
            """
            (host) => {
              const { x, y, width, height } = host.shadowRoot.querySelector('.launcher')
                .getBoundingClientRect();
              const { opacity, filter, visibility } = getComputedStyle(host);
              return [x, y, width, height, opacity, filter, visibility].join(' ');
            }
            """);
  }

  @ParameterizedTest
  @CsvSource({"6px, false", "30px, true"})
  void aNumberThatBeginsALineHasNoDotBeforeIt(String size, boolean wraps) {
    Page page = opened(new Browser.NewContextOptions());
    write(page, "how does it look?");
    ticket(page);
    Locator status = page.locator("header .status");
    assertThat(status.locator("span")).hasCount(2);
    List<?> places =
        (List<?>)
            status.evaluate(
                """
                (status, size) => {
                  status.style.fontSize = size;
                  const [word, number] = [...status.children].map((part) => part.getClientRects()[0]);
                  const shown = status.getBoundingClientRect().left + parseFloat(
                    getComputedStyle(status).clipPath.match(/([\\d.]+)px\\)$/)[1]);
                  const dot = parseFloat(getComputedStyle(status.children[1], '::before').width);
                  return [number.top > word.top, number.left + dot <= shown + 0.5];
                }
                """,
                size);
    assertEquals(List.of(wraps, wraps), places);
    assertFalse(status.textContent().contains("·"));
  }

  private static Object box(Page page) {
    return page.locator("header h2")
        .evaluate("h => [getComputedStyle(h).fontSize, getComputedStyle(h).color, h.offsetHeight]");
  }

  @ParameterizedTest
  @CsvSource({"LIGHT, 1280, 820", "DARK, 1280, 820", "LIGHT, 390, 780", "DARK, 390, 780"})
  void picturesForPeople(ColorScheme scheme, int width, int height) throws IOException {
    Page page =
        opened(
            new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setViewportSize(width, height)
                .setDeviceScaleFactor(2));
    String name = "widget-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + '-' + width;
    picture(page, name + "-fresh");
    write(page, "Hello! My rubber fig drops its leaves. Is that normal?");
    String ticket = ticket(page);
    gateway.reply(
        ticket,
        "Hi, and sorry to hear that. A fig that moved house often does.\n\n"
            + "How much light does it get? There is a guide at https://example.com/figs.");
    assertThat(line(page, "How much light")).isVisible();
    write(page, "It stands by a north window, two metres away.");
    assertThat(line(page, "north window").locator("time")).isVisible();
    assertTrue(((Number) page.evaluate(CONTRAST, TEXTS)).doubleValue() >= 4.5);
    assertEquals(
        0, page.evaluate("() => document.documentElement.scrollWidth - innerWidth"), "too wide");
    picture(page, name);

    gateway.reply(ticket, "Does it look like this?", "fig.png", WidgetFilesTest.png(Color.ORANGE));
    assertThat(line(page, "Does it look").locator("img")).isVisible();
    line(page, "Does it look").locator("img").evaluate("img => img.decode()");
    byte[] bytes = WidgetFilesTest.png(Color.GREEN);
    attach(page, new FilePayload("my fig.png", "image/png", bytes));
    assertThat(page.locator("a img")).hasCount(2);
    choose(page, new FilePayload("leaf.png", "image/png", bytes));
    choose(page, new FilePayload("a rather long name of a list.txt", "text/plain", bytes));
    field(page).fill("Here is a leaf of it.");
    assertEquals(List.of(), page.evaluate(NAMELESS));
    assertTrue(((Number) page.evaluate(CONTRAST, CHOSEN)).doubleValue() >= 4.5);
    picture(page, name + "-files");
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
  }
}
