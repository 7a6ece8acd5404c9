package io.omnigate.gateway.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicReference;

/** What tests of the chat widget share: its parts, by the names that people find them by. */
abstract class WidgetTest extends BrowserTest {
  /** The gateway's own page with the widget, opened by its button. */
  Page opened(Browser.NewContextOptions options) {
    Page page = blank(options);
    page.navigate(gateway.url() + "/demo");
    launcher(page).click();
    return page;
  }

  static Locator launcher(Page page) {
    return page.getByRole(
        AriaRole.BUTTON,
        new Page.GetByRoleOptions().setName(java.util.regex.Pattern.compile("^Open chat")));
  }

  static Locator dialog(Page page) {
    return page.getByRole(AriaRole.DIALOG);
  }

  static Locator field(Page page) {
    return page.getByLabel("Write a message");
  }

  /** The lines of the conversation that hold {@code text}. */
  static Locator line(Page page, String text) {
    return page.locator(".message", new Page.LocatorOptions().setHasText(text));
  }

  /** Types and sends by the keyboard alone. */
  static void write(Page page, String text) {
    field(page).focus();
    page.keyboard().type(text);
    page.keyboard().press("Enter");
  }

  /** Chooses files as from the browser's own window for it. */
  static void choose(Page page, FilePayload... files) {
    page.locator("input[type=file]").setInputFiles(files);
  }

  /** Chooses files and sends them, with what was typed. */
  static void attach(Page page, FilePayload... files) {
    choose(page, files);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send")).click();
  }

  /** The ticket that the conversation is on, once the header tells its number. */
  static String ticket(Page page) {
    Locator status = page.locator("header .status");
    com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(status)
        .containsText(java.util.regex.Pattern.compile("[0-9A-Z]{5}-[0-9A-Z]{5}"));
    return status.textContent().replaceAll(".*([0-9A-Z]{5}-[0-9A-Z]{5}).*", "$1");
  }

  /** The delivery of the answer {@code text}, as agents are told. */
  JsonObject delivery(String ticket, String text) {
    AtomicReference<JsonObject> found = new AtomicReference<>(new JsonObject());
    gateway.ticket(ticket).getJsonArray("thread").stream()
        .map(JsonObject.class::cast)
        .filter(entry -> text.equals(entry.getString("text")))
        .forEach(entry -> found.set(entry.getJsonObject("delivery")));
    return found.get();
  }
}
