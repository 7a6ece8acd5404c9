/**
 * WebSockets as the agents' live queue and the web chat share them, and the reads that feed them.
 */
@NullMarked
package io.omnigate.channels.socket;

import org.jspecify.annotations.NullMarked;
