/**
 * The bench: starts a gateway, drives it by HTTP and WebSocket as producers and agents do, checks
 * every answer and every row, and measures it against plain transactions on the same PostgreSQL.
 * Scenarios are added in {@link io.omnigate.bench.scenario}.
 */
@NullMarked
package io.omnigate.bench;

import org.jspecify.annotations.NullMarked;
