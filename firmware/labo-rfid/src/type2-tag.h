// Memory of type 2 tags (NXP NTAG21x, MIFARE Ultralight) in ACTIVE: sixteen bytes read, four written.
// References: NFC Forum, "Type 2 Tag Operation" 1.1, chapter 5; NXP, "NTAG213/215/216", document 265332, chapter 10.
#pragma once

#include <stdint.h>

#include "iso14443a.h"

namespace labo {

const uint8_t kPageBytes = 4;
/** READ gives four pages; past the last one it goes on with page 0. */
const uint8_t kReadBytes = 16;
/** Pages 0 to 3 hold the tag's number, its locks and bits that can never be cleared again. */
const uint8_t kFirstDataPage = 4;

enum class MemoryOutcome : uint8_t {
  Done,
  Gone,      // the tag was in no poll
  Silent,    // it was selected and then did not answer
  Garbled,   // it answered, and what came could not be read
  Refused,   // it said no: NAK
  NotType2,  // its SAK says that it is another kind of tag
  ReaderFailed,
};

/** Reads pages `page` to `page` + 3 of the tag in ACTIVE into `data` (kReadBytes). */
MemoryOutcome readPages(Transceiver& reader, uint8_t page, uint8_t* data);

/** Writes the kPageBytes of `bytes` to one page of the tag in ACTIVE. */
MemoryOutcome writePage(Transceiver& reader, uint8_t page, const uint8_t* bytes);

}  // namespace labo
