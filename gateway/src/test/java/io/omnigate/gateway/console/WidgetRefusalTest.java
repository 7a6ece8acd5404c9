package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import org.junit.jupiter.api.Test;

/** What the widget says of a message that cannot be taken as it is. */
class WidgetRefusalTest extends WidgetTest {
  @Test
  void aMistypedAddressIsToldBeforeAnythingIsSent() {
    Page page = opened(new Browser.NewContextOptions());
    Locator email = page.getByLabel("E-mail (optional)");
    email.fill("ann.lee@");
    write(page, "Where is my order?");
    assertThat(email).isFocused();
    assertThat(email).hasAttribute("aria-invalid", "true");
    assertThat(email).hasAccessibleDescription("This does not look like an e-mail address.");
    assertThat(line(page, "Where is my order?")).hasCount(0);

    email.fill("ann.lee@example.com");
    assertThat(email).hasAttribute("aria-invalid", "false");
    field(page).focus();
    page.keyboard().press("Enter");
    assertThat(line(page, "Where is my order?").locator("time")).isVisible();
    assertEquals("ann.lee@example.com", email(ticket(page)));
  }

  @Test
  void anAddressThatOnlyTheGatewayRefusesIsToldByTheMessage() {
    Page page = opened(new Browser.NewContextOptions());
    Locator email = page.getByLabel("E-mail (optional)");
    email.fill("a".repeat(65) + "@example.com");
    write(page, "It is about my invoice");
    Locator line = line(page, "It is about my invoice");
    assertThat(line).containsText("email has to be like ann@example.com");
    page.reload();
    assertThat(line).containsText("email has to be like ann@example.com");
    email.fill("ann.lee@example.com");
    line.getByText("Try again").click();
    assertThat(line.locator("time")).isVisible();
    assertThat(line.locator(".wrong")).hasCount(0);
    assertThat(email).isHidden();
    assertEquals("ann.lee@example.com", email(ticket(page)));
  }

  @Test
  void aBlockedFileIsRefusedWithItsReason() {
    Page page = opened(new Browser.NewContextOptions());
    field(page).fill("this is what I mean");
    attach(page, new FilePayload("setup.exe", "application/octet-stream", new byte[] {1}));
    assertThat(line(page, "setup.exe").locator(".wrong")).containsText("exe");
    line(page, "setup.exe").getByText("Remove").click();
    assertThat(line(page, "setup.exe")).hasCount(0);
    assertThat(field(page)).hasValue("this is what I mean");
    assertThat(field(page)).isFocused();
  }

  @Test
  void wordsThatComeBackStandBeforeWhatWasTypedMeanwhile() {
    Page page = opened(new Browser.NewContextOptions());
    field(page).fill("this is what I mean");
    attach(page, new FilePayload("setup.exe", "application/octet-stream", new byte[] {1}));
    assertThat(line(page, "setup.exe").locator(".wrong")).isVisible();
    field(page).fill("hello?");
    line(page, "setup.exe").getByText("Remove").click();
    assertThat(field(page)).hasValue("this is what I mean\nhello?");
  }

  private String email(String ticket) {
    return gateway.ticket(ticket).getJsonObject("contact").getString("email");
  }
}
