package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pictures for people to look at, in {@code target/screenshots}; and no page wider than it is. */
class LooksPageTest extends BrowserTest {
  private String busy;

  @BeforeAll
  void contacts() {
    JsonObject lena =
        gateway.chat("Lena Fischer", "The tracking page says delivered, but nothing is here.");
    busy = lena.getString("ticket");
    gateway.reply(busy, "I am sorry to hear that. I asked the carrier and will be back today.");
    gateway.chatOn(lena, "Thanks, but still nothing this evening.");
    gateway.chat(null, "Do you deliver on Saturdays as well?");
    String urgent = gateway.chat("Priya Raman", "I cannot log in any more.").getString("ticket");
    gateway.patch(urgent, new JsonObject().put("priority", "urgent"));
    gateway.mail(
        "Tomás Herrera <tomas@example.org>",
        "Invoice 2209",
        "<p>Please send a <b>corrected</b> invoice.</p><ul><li>VAT ID: DE123456789</li></ul>");
  }

  @Test
  void lightAndDarkOnADesk() {
    for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      Page page = shown(scheme, 1360, 820);
      picture(page, "queue-" + scheme.name().toLowerCase(Locale.ROOT));
      row(page, busy).click();
      assertThat(entry(page, "still nothing")).isVisible();
      picture(page, "ticket-" + scheme.name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void onAPhoneNothingIsWiderThanTheScreen() {
    for (int width : new int[] {390, 360}) {
      Page page = shown(ColorScheme.LIGHT, width, 800);
      assertEquals(0, overflow(page), "the list at " + width);
      picture(page, "phone-queue-" + width);
      row(page, busy).click();
      assertThat(entry(page, "still nothing")).isVisible();
      assertEquals(0, overflow(page), "the ticket at " + width);
      picture(page, "phone-ticket-" + width);
    }
  }

  @Test
  void theChosenThemeOutlivesAReload() {
    Page page = shown(ColorScheme.LIGHT, 1360, 820);

    page.getByLabel("Switch to dark colours").click();
    page.reload();

    assertThat(page.getByLabel("Switch to light colours")).isVisible();
    assertEquals("dark", page.evaluate("() => document.documentElement.dataset.theme"));
  }

  private Page shown(ColorScheme scheme, int width, int height) {
    Page page =
        signedIn(
            gateway.url() + "/",
            new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setViewportSize(width, height)
                .setDeviceScaleFactor(width < 500 ? 2 : 1));
    row(page, busy).waitFor();
    return page;
  }

  private static Object overflow(Page page) {
    return page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
  }
}
