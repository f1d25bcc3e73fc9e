// Arrivals and departures of tags: see presence.h.
#include "presence.h"

#include <string.h>

namespace labo {

namespace {

// One missed poll is noise however long the interval is.
const uint8_t kMissesMin = 2;

}  // namespace

Presence::Presence() : lastEnd_(0), hold_(kHoldDefault) { memset(slots_, 0, sizeof slots_); }

void Presence::beginPoll() {
  for (Slot& slot : slots_) slot.seen = false;
}

bool Presence::saw(const Tag& tag, uint32_t now) {
  Slot* free = nullptr;
  for (Slot& slot : slots_) {
    if (!slot.used) {
      if (!free) free = &slot;
    } else if (!slot.gone && hasUid(slot.tag, tag.uid, tag.uidLength)) {
      slot.seen = true;
      slot.lastSeen = now;
      slot.missingMs = 0;
      slot.misses = 0;
      return true;
    }
  }
  if (!free) return false;
  memset(free, 0, sizeof *free);
  free->tag = tag;
  free->firstSeen = now;
  free->lastSeen = now;
  free->used = true;
  free->seen = true;
  return true;
}

void Presence::endPoll(bool complete, uint32_t now) {
  const uint32_t elapsed = now - lastEnd_;
  lastEnd_ = now;
  if (!complete) return;
  for (Slot& slot : slots_) {
    if (!slot.used || slot.gone || slot.seen) continue;
    slot.missingMs += elapsed;
    if (slot.misses < kMissesMin) slot.misses++;
    if (slot.misses >= kMissesMin && slot.missingMs >= hold_) slot.gone = true;
  }
}

bool Presence::edgeWaiting() const {
  for (const Slot& slot : slots_) {
    if (slot.used && (slot.gone || !slot.announced)) return true;
  }
  return false;
}

bool Presence::takeEdge(Edge& edge) {
  for (Slot& slot : slots_) {
    if (!slot.used || !slot.announced || !slot.gone) continue;
    edge.kind = EdgeKind::Left;
    edge.tag = slot.tag;
    edge.presentMs = slot.lastSeen - slot.firstSeen;
    slot.used = false;
    return true;
  }
  for (Slot& slot : slots_) {
    if (!slot.used || slot.announced) continue;
    slot.announced = true;
    edge.kind = EdgeKind::Arrived;
    edge.tag = slot.tag;
    edge.presentMs = 0;
    return true;
  }
  return false;
}

uint8_t Presence::held() const {
  uint8_t count = 0;
  for (uint8_t i = 0; i < kTagsMax; i++) {
    if (heldAt(i)) count++;
  }
  return count;
}

const Tag* Presence::heldAt(uint8_t index) const {
  if (index >= kTagsMax) return nullptr;
  const Slot& slot = slots_[index];
  return slot.used && slot.announced && !slot.gone ? &slot.tag : nullptr;
}

}  // namespace labo
