/** The load driver: HTTP/1.1 over a few sockets on one event loop, closed-loop and open-loop. */
@NullMarked
package io.omnigate.bench.load;

import org.jspecify.annotations.NullMarked;
