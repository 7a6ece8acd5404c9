package io.omnigate.channels.email;

import java.util.List;
import java.util.stream.Stream;

/** A node of a mail's MIME tree. */
sealed interface MailNode permits MailPart, MailNode.Multipart {
  /** The leaves below it, or itself, in their order. */
  Stream<MailPart> leaves();

  /**
   * Several parts in one.
   *
   * @param alternative whether each says the same as the others, the last best (RFC 2046 5.1.4)
   */
  record Multipart(boolean alternative, List<MailNode> parts) implements MailNode {
    @Override
    public Stream<MailPart> leaves() {
      return parts.stream().flatMap(MailNode::leaves);
    }
  }
}
