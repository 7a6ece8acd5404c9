/** Agents: WebSockets on the live queue, and calls of the API. */
@NullMarked
package io.omnigate.bench.agents;

import org.jspecify.annotations.NullMarked;
