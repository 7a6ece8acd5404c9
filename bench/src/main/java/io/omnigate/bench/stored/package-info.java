/** Fills a database with tickets, as if a gateway had taken them long ago. */
@NullMarked
package io.omnigate.bench.stored;

import org.jspecify.annotations.NullMarked;
