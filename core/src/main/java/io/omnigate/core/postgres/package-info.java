/** The embedded PostgreSQL server: unpacked, initialised, supervised, stopped cleanly. */
@NullMarked
package io.omnigate.core.postgres;

import org.jspecify.annotations.NullMarked;
