// The board's side of the RFID line protocol: answers the host, announces tags and the reader's state.
// Bytes go in by take(), lines come out of nextLine() one at a time; nothing is queued but small flags, so a host
// that does not read cannot fill the memory.
#pragma once

#include <stdint.h>

#include "field-reader.h"
#include "line-parser.h"
#include "line-writer.h"
#include "memory-job.h"
#include "presence.h"
#include "reader.h"

namespace labo {

const uint16_t kStatusPeriodMs = 2000;
/** Answers waiting to be written; take() must not be called while full(). */
const uint8_t kAnswersMax = 4;

class Station {
 public:
  Station(const char* version, Reader& reader, Presence& presence, MemoryJob& job);

  /** True while answers wait to be written: leave the host's bytes where they are. */
  bool full() const { return answers_ >= kAnswersMax; }
  /** Takes one byte from the host. */
  void take(uint8_t byte);

  /** True when nextLine() has something to write. */
  bool lineWaiting(uint32_t now) const;
  /** Writes the next line into `line` (kLineMax bytes). @return its length; 0 when there is nothing to say. */
  uint8_t nextLine(char* line, uint32_t now);

 private:
  static const uint8_t kCommandMax = 8;
  struct Answer {
    char command[kCommandMax + 1];
    const char* refusal;  // null for OK
  };

  void obey(const char* body);
  void obeySetting(const char* name, FieldReader& fields);
  void obeyMemory(const char* name, FieldReader& fields);
  void answer(const char* command, const char* refusal);
  bool statusDue(uint32_t now) const;
  void tag(LineWriter& line, const char* kind, const Tag& tag, uint32_t now);
  void status(LineWriter& line, uint32_t now);
  void outcome(LineWriter& line);

  LineParser parser_;
  const char* version_;
  Reader& reader_;
  Presence& presence_;
  MemoryJob& job_;
  Answer answer_[kAnswersMax];
  uint32_t statusAt_;
  uint16_t seq_;
  uint8_t answers_;
  uint8_t retell_;  // next slot to tell again after "?", kTagsMax when done
  ReaderState told_;
  bool hello_;
  bool statusAsked_;
};

}  // namespace labo
