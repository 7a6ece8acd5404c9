package io.omnigate.channels.form;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.form.FormDoor.fields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hosted page, as a browser without scripts uses it. */
class FormWithoutScriptsTest {
  private final FormDoor door = new FormDoor();
  private final TestServer server = door.server;

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void aBrowsersPostLeadsToThePageWithTheTicketId() {
    HttpResponse<Buffer> response = await(door.browser().sendForm(fields("message", "Γειά σας")));

    assertEquals(303, response.statusCode());
    String location = response.getHeader("Location");
    String ticket = server.intake.only().ids().ticket().value();
    assertEquals("/forms/form/thanks?lang=en&ticket=" + ticket, location);
    assertEquals("Γειά σας", server.intake.only().content().text());
    HttpResponse<Buffer> thanks = await(server.get(location).send());
    assertEquals(200, thanks.statusCode());
    assertTrue(thanks.bodyAsString().contains(ticket));
  }

  @Test
  void aBrowserIsShownItsFormAgainWithWhatWasTyped() {
    HttpResponse<Buffer> response =
        await(door.browser().sendForm(fields("message", "<b>\"hi\"</b>", "email", "nobody")));

    assertEquals(422, response.statusCode());
    String page = response.bodyAsString();
    assertTrue(page.contains("&lt;b&gt;&quot;hi&quot;&lt;/b&gt;"), page);
    assertFalse(page.contains("<b>"), "what was typed is escaped");
    assertTrue(page.contains("Please give an address like ann@example.com."));
  }

  @Test
  void theHostedPageWorksWithoutScriptsAndAllowsNone() {
    HttpResponse<Buffer> page = await(server.get("/forms/form").send());
    assertEquals(200, page.statusCode());
    assertTrue(page.bodyAsString().contains("action=\"/in/form?lang=en\""));
    assertFalse(page.bodyAsString().contains("<script"));
    assertFalse(page.bodyAsString().contains("{{"));
    String policy = page.getHeader("Content-Security-Policy");
    assertNotNull(policy);
    assertTrue(policy.contains("default-src 'none'"));
    assertEquals("nosniff", page.getHeader("X-Content-Type-Options"));
    assertEquals(404, await(server.get("/forms/nothing").send()).statusCode());
  }

  @Test
  void theThankYouPageShowsOnlyTicketIds() {
    String page =
        await(server.get("/forms/form/thanks?ticket=%3Cscript%3Ealert(1)%3C/script%3E").send())
            .bodyAsString();
    assertFalse(page.contains("alert(1)"));
  }
}
