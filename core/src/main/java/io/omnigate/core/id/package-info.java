/** Identifiers that people read aloud and machines sort: checked Base32 codes and ULIDs. */
@NullMarked
package io.omnigate.core.id;

import org.jspecify.annotations.NullMarked;
