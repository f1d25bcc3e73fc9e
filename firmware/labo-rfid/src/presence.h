// From "seen in this poll" to "arrived" and "left": each tag is announced once, and leaves after a hold time of
// polls that worked and did not see it. A poll that failed says nothing about absence.
#pragma once

#include <stdint.h>

#include "iso14443a.h"

namespace labo {

/** Tags followed at once; the table never grows. */
const uint8_t kTagsMax = 8;

const uint16_t kHoldMin = 100;
const uint16_t kHoldMax = 10000;
const uint16_t kHoldDefault = 300;

enum class EdgeKind : uint8_t { Arrived, Left };

struct Edge {
  EdgeKind kind;
  Tag tag;
  uint32_t presentMs;  // Left: from the first to the last poll that saw it
};

class Presence {
 public:
  Presence();

  /** Milliseconds of working polls without the tag before it has left; kHoldMin to kHoldMax. */
  void setHold(uint16_t ms) { hold_ = ms; }

  void beginPoll();
  /** @return false when the table is full: the tag is not followed. */
  bool saw(const Tag& tag, uint32_t now);
  /**
   * Closes a poll.
   * @param complete the poll saw every tag there was: only then do unseen tags count as missing.
   */
  void endPoll(bool complete, uint32_t now);

  bool edgeWaiting() const;
  /** Takes the next edge to announce, departures first. @return false when there is none. */
  bool takeEdge(Edge& edge);

  /** Tags announced and not left. */
  uint8_t held() const;
  /** The tag of slot `index` (0 to kTagsMax − 1), or null when that slot holds none announced. */
  const Tag* heldAt(uint8_t index) const;

 private:
  struct Slot {
    Tag tag;
    uint32_t firstSeen;
    uint32_t lastSeen;
    uint32_t missingMs;
    uint8_t misses;
    bool used;
    bool announced;
    bool gone;
    bool seen;
  };

  Slot slots_[kTagsMax];
  uint32_t lastEnd_;
  uint16_t hold_;
};

}  // namespace labo
