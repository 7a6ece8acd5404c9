package io.omnigate.channels.email.out;

import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.outbox.OutboundMessage;

/**
 * The addresses we write from. Answers come to {@code support+<token>@replyDomain}, which leads
 * them to their ticket, and bounces to one that tells which mail came back.
 */
final class OwnAddresses {
  /** RFC 5321 4.5.3.1.1. */
  private static final int MAX_LOCAL = 64;

  private final String address;
  private final String local;
  private final String replyDomain;
  private final MailTokens tokens;

  /**
   * Addresses.
   *
   * @param address the mailbox that mail comes from, without its name
   * @param replyDomain the domain of the addresses with tokens
   */
  OwnAddresses(String address, String replyDomain, MailTokens tokens) {
    this.address = address;
    String whole = address.substring(0, address.lastIndexOf('@'));
    int plus = whole.indexOf('+');
    this.local = plus > 0 ? whole.substring(0, plus) : whole;
    this.replyDomain = replyDomain;
    this.tokens = tokens;
  }

  /** Where answers to a message go. */
  String replyTo(OutboundMessage message) {
    return withToken(tokens.reply(message.ticket()));
  }

  /** The envelope sender of a message. */
  String returnPath(OutboundMessage message) {
    return withToken(tokens.returnPath(message.ticket(), message.id()));
  }

  /**
   * A local part that is too long with its token gives way to a short one, where the domain takes
   * any, and else to the plain mailbox: its answers are known by their References alone.
   */
  private String withToken(String token) {
    if (local.length() + 1 + token.length() <= MAX_LOCAL) {
      return local + '+' + token + '@' + replyDomain;
    }
    boolean ownDomain = address.endsWith('@' + replyDomain);
    return ownDomain ? address : "r+" + token + '@' + replyDomain;
  }
}
