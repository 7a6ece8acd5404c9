/** Who writes to us: names, addresses in normal form, visitor IDs; pure Java. */
@NullMarked
package io.omnigate.core.contact;

import org.jspecify.annotations.NullMarked;
