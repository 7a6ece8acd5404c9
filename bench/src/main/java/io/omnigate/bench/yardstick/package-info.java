/** What a single durable transaction costs on the same server. */
@NullMarked
package io.omnigate.bench.yardstick;

import org.jspecify.annotations.NullMarked;
