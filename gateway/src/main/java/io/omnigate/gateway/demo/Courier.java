package io.omnigate.gateway.demo;

import io.vertx.core.Future;

/** Carries a contact's lines to the gateway the way its channel's real producer would. */
interface Courier {
  /** Sends one line; the answer's HTTP status. */
  Future<Integer> carry(Contact contact, String line);
}
