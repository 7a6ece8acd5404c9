package io.omnigate.channels.chat;

import io.omnigate.core.error.Failure;
import io.omnigate.core.id.Signer;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The sessions of one chat. A session's token is signed and names the channel, so that it is good
 * for this chat alone; whoever holds it continues the conversation.
 *
 * <p>Nothing is kept of a session. Its id follows, by HMAC, from the message that begins it: when
 * that message is sent again because its answer was lost, it leads to the same session and so is
 * recognised. Only the very same message does; a page's ids need not be unique beyond its session.
 *
 * <p>A short id can be guessed, or counted from 1 by every page, and two visitors may well begin
 * with the same word. So it leads to the same session from the same address only, and there the
 * same message sent again is recognised without letting its sender into that session. One as long
 * as a UUID is the page's secret and does both from anywhere, for phones change their address.
 */
final class ChatSessions {
  private static final String TOKEN = "chat-session";
  private static final String BEGINNING = "chat-session-beginning";

  /** From here on, in characters, an id counts as one that nobody else comes upon. */
  private static final int UNGUESSABLE = 16;

  /** In bytes, as many as a signature has. */
  private static final int FRESH = 16;

  private final Signer signer;
  private final String prefix;

  ChatSessions(Signer signer, String channel) {
    this.signer = signer;
    this.prefix = channel + '/';
  }

  /**
   * The id of the session that {@code message} begins.
   *
   * @param peer the address it came from
   */
  String begunBy(ChatMessage message, String peer) {
    String from = guessable(message) ? '\n' + peer : "";
    String signed = signer.sign(BEGINNING, prefix + message.canonical() + from);
    return signed.substring(signed.lastIndexOf('.') + 1);
  }

  /** Whether somebody else may come upon the message's id. */
  static boolean guessable(ChatMessage message) {
    return message.id().length() < UNGUESSABLE;
  }

  /** The id of a session that nothing has begun yet. */
  static String fresh(RandomGenerator random) {
    byte[] bytes = new byte[FRESH];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The id in a token; fails where the token was not signed here for this chat. */
  String verified(String token) {
    Optional<String> value = signer.verify(TOKEN, token).filter(text -> text.startsWith(prefix));
    return value
        .map(text -> text.substring(prefix.length()))
        .orElseThrow(
            () ->
                new Failure(
                    Failure.Kind.UNAUTHENTICATED,
                    "bad-session",
                    "the session is not one of this chat; begin a new one by leaving it out"));
  }

  /** The token for a session. */
  String token(String id) {
    return signer.sign(TOKEN, prefix + id);
  }

  /** The key under which a session's conversation is stored. */
  static String conversation(String id) {
    return "session:" + id;
  }
}
