package io.omnigate.channels.meta;

import static io.omnigate.channels.meta.MetaDoor.WHATSAPP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Threading;
import io.omnigate.core.notice.Notice;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is WhatsApp's own: its numbers, names and edits. */
class WhatsAppChannelTest {
  private final MetaDoor door = new MetaDoor();
  private final TestServer server = door.server;

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void aWhatsAppEditAndARevocationNameTheOriginal() {
    door.send("whatsapp", WHATSAPP);
    String text = "\"type\":\"text\",\"text\":{\"body\":\"hi\"}";
    door.send(
        "whatsapp",
        WHATSAPP
            .replace("\"id\":\"wamid.X\"", "\"id\":\"wamid.Y\"")
            .replace(
                text,
                "\"type\":\"edit\",\"edit\":{\"original_message_id\":\"wamid.X\",\"message\":{"
                    + text.replace("hi", "hi there")
                    + "}}"));
    door.send(
        "whatsapp",
        WHATSAPP
            .replace("\"id\":\"wamid.X\"", "\"id\":\"wamid.Z\"")
            .replace(text, "\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"wamid.X\"}"));

    InboundMessage edit = server.intake.messages().get(1);
    assertEquals("hi there", edit.content().text());
    assertEquals("wamid.Y", edit.origin().key());
    assertEquals("wamid.X", edit.content().facts().get("messageId"));
    Notice.Edited edited = (Notice.Edited) server.notices.getFirst();
    Notice.Withdrawn withdrawn = (Notice.Withdrawn) server.notices.getLast();
    assertEquals("wamid.X", edited.messageId());
    assertEquals("wamid.X", withdrawn.messageId());
    assertEquals(edit.threading().claims(), List.of(edited.conversation()));
    assertEquals(edit.threading().claims(), List.of(withdrawn.conversation()));
  }

  @Test
  void whatsAppAnswersGoByTheNumberThatWasWrittenTo() {
    door.send("whatsapp", WHATSAPP);
    door.send(
        "whatsapp",
        WHATSAPP.replace("\"id\":\"wamid.X\"", "\"id\":\"wamid.G\",\"group_id\":\"g1\""));
    assertEquals("1065:16505551234", server.intake.messages().get(0).threading().answersTo());
    assertEquals("1065:group:g1", server.intake.messages().get(1).threading().answersTo());
  }

  @Test
  void aWhatsAppMessageKnowsTheSendersNameAndNumber() {
    door.send("whatsapp", WHATSAPP);

    InboundMessage kept = server.intake.only();
    assertEquals("Sheena", kept.sender().name());
    assertEquals("hi", kept.content().text());
    assertEquals("wamid.X", kept.origin().key());
    assertEquals(
        List.of(
            new Identity(Identity.Kind.CHANNEL, "whatsapp:16505551234", true),
            new Identity(Identity.Kind.PHONE, "+16505551234", true)),
        kept.sender().identities());
  }

  @Test
  void aWhatsAppSenderWithoutANumberIsKnownByItsUserId() {
    door.send(
        "whatsapp",
        WHATSAPP
            .replace("\"wa_id\":\"16505551234\"", "\"user_id\":\"US.1\"")
            .replace("\"from\":\"16505551234\"", "\"from_user_id\":\"US.1\""));
    assertEquals(
        List.of(new Identity(Identity.Kind.CHANNEL, "whatsapp:US.1", true)),
        server.intake.only().sender().identities());
    assertEquals("Sheena", server.intake.only().sender().name());
  }

  @Test
  void aWhatsAppConversationIsKnownByTheNumberAndByTheUserId() {
    String both = "\"from\":\"16505551234\",\"from_user_id\":\"US.1\"";
    String number = WHATSAPP.replace("wamid.X", "wamid.N");
    String user =
        WHATSAPP
            .replace("\"wa_id\":\"16505551234\"", "\"user_id\":\"US.1\"")
            .replace("\"from\":\"16505551234\"", "\"from_user_id\":\"US.1\"")
            .replace("wamid.X", "wamid.U");
    List.of(WHATSAPP.replace("\"from\":\"16505551234\"", both), number, user)
        .forEach(body -> door.send("whatsapp", body));

    List<Threading> threads =
        server.intake.messages().stream().map(InboundMessage::threading).toList();
    assertEquals(2, threads.get(0).claims().size());
    assertEquals(threads.get(1).claims(), threads.get(0).claims().subList(0, 1));
    assertEquals(threads.get(2).claims(), threads.get(0).claims().subList(1, 2));
    assertEquals(2, threads.get(0).candidates().size());
  }
}
