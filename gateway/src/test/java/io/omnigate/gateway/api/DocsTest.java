package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.intake.RawPayload;
import io.omnigate.gateway.api.ApiClient.Reply;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DocsTest {
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anybody_reads_every_operation_and_who_may_call_it() {
    Reply page = server.client().get("/docs");
    assertEquals(200, page.status());
    server
        .contract
        .operations()
        .forEach(
            operation -> {
              assertTrue(page.text().contains("<article id=\"" + operation.id() + "\">"));
              assertTrue(page.text().contains(operation.path()));
            });
    assertTrue(page.text().contains("<span class=\"permission\">agent</span>"));
    assertTrue(page.text().contains("id=\"schema-Ticket\""));
    assertTrue(page.text().contains("curl -X POST '"));
  }

  @Test
  void every_link_within_the_page_leads_somewhere() {
    String page = server.client().get("/docs").text();
    var link = java.util.regex.Pattern.compile("href=\"#([^\"]+)\"").matcher(page);
    while (link.find()) {
      assertTrue(page.contains("id=\"" + link.group(1) + '"'), link.group(1));
    }
  }

  @Test
  void the_page_loads_and_runs_nothing() {
    Reply page = server.client().get("/docs");
    String policy = page.header("Content-Security-Policy");
    assertTrue(policy.startsWith("default-src 'none'; style-src 'sha256-"), policy);
    String css = page.text().replaceFirst("(?s).*<style>(.*)</style>.*", "$1");
    String hash =
        Base64.getEncoder().encodeToString(RawPayload.sha256(Buffer.buffer(css)).getBytes());
    assertTrue(policy.contains(hash));
    assertFalse(page.text().contains("<script"));
    assertFalse(page.text().contains("style="));
  }

  @Test
  void the_contract_is_published_as_it_is_bound() {
    Reply yaml = server.client().get("/openapi.yaml");
    assertEquals(Resources.text("/openapi.yaml"), yaml.text());
    assertEquals("application/yaml", yaml.header("Content-Type"));
    Reply json = server.client().get("/openapi.json");
    assertEquals(server.contract.document(), json.json());
  }
}
