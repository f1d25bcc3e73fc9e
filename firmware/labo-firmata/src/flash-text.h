// Constant texts kept in the AVR's flash instead of its 2 kB of RAM; ordinary strings on a host.
#pragma once

#if defined(__AVR__)
#include <avr/pgmspace.h>
#define FLASH_TEXT(text) PSTR(text)
#else
#define FLASH_TEXT(text) (text)
#endif

namespace labo {

/** The character at `text`, which FLASH_TEXT made. */
inline char flashChar(const char* text) {
#if defined(__AVR__)
  return static_cast<char>(pgm_read_byte(text));
#else
  return *text;
#endif
}

}  // namespace labo
