// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/density_pictures.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace geo {
namespace {

using Kind = DensityPictures::Kind;
using Shared = std::shared_ptr<const DensityPicture>;

/// Those of one kind, the last one asked for last.
class Room {
 public:
  explicit Room(std::size_t bytes) : m_most_bytes(bytes) {}

  Shared find(const std::string& question) {
    const auto at = place_of(question);
    if (at == m_pictures.end()) { return nullptr; }
    std::rotate(at, at + 1, m_pictures.end());
    return m_pictures.back().second;
  }

  void add(const std::string& question, Shared picture) {
    m_bytes += DensityPictures::size_of(*picture);
    m_pictures.emplace_back(question, std::move(picture));
    while (m_bytes > m_most_bytes && m_pictures.size() > 1) { drop(m_pictures.begin()); }
  }

  void drop(const std::string& question) {
    const auto at = place_of(question);
    if (at != m_pictures.end()) { drop(at); }
  }

 private:
  using Pictures = std::vector<std::pair<std::string, Shared>>;

  Pictures::iterator place_of(const std::string& question) {
    return std::find_if(m_pictures.begin(), m_pictures.end(), [&](const auto& each) { return each.first == question; });
  }

  void drop(Pictures::iterator at) {
    m_bytes -= DensityPictures::size_of(*at->second);
    m_pictures.erase(at);
  }

  std::size_t m_most_bytes;
  std::size_t m_bytes = 0;
  Pictures m_pictures;
};

}  // namespace

struct DensityPictures::Kept {
  std::mutex mutex;
  Room exact{room_for_exact_bytes};
  Room sketches{room_for_sketches_bytes};
  /// By what is being made: who waits for it.
  std::map<std::pair<Kind, std::string>, std::map<std::string, Waits>> in_the_making;

  Room& room_of(Kind kind) { return kind == Kind::sketch ? sketches : exact; }
};

DensityPictures::DensityPictures() : m_kept(std::make_unique<Kept>()) {}
DensityPictures::~DensityPictures() = default;

std::size_t DensityPictures::size_of(const DensityPicture& picture) {
  constexpr std::size_t what_else = 2'000;  // sentences, names, the grid
  return sizeof(DensityPicture) + what_else + picture.surface.per_km2.size() * sizeof(double);
}

std::shared_ptr<const DensityPictures> DensityPictures::of(const View& view) {
  return view.memo().get<DensityPictures>([] { return std::make_shared<const DensityPictures>(); });
}

std::shared_ptr<const DensityPicture> DensityPictures::find(Kind kind, const std::string& question) const {
  const std::lock_guard lock(m_kept->mutex);
  return m_kept->room_of(kind).find(question);
}

std::shared_ptr<const DensityPicture> DensityPictures::keep(const std::string& question, DensityPicture picture) const {
  const Kind kind = picture.is_sketch ? Kind::sketch : Kind::exact;
  auto kept = std::make_shared<const DensityPicture>(std::move(picture));
  const std::lock_guard lock(m_kept->mutex);
  Room& room = m_kept->room_of(kind);
  if (auto known = room.find(question)) { return known; }
  if (kind == Kind::exact) { m_kept->sketches.drop(question); }
  room.add(question, kept);
  return kept;
}

bool DensityPictures::begin(Kind kind, const std::string& question) const {
  const std::lock_guard lock(m_kept->mutex);
  return m_kept->in_the_making.try_emplace({kind, question}).second;
}

void DensityPictures::end(Kind kind, const std::string& question) const {
  const std::lock_guard lock(m_kept->mutex);
  m_kept->in_the_making.erase({kind, question});
}

void DensityPictures::wait(Kind kind, const std::string& question, const std::string& who, Waits waits) const {
  const std::lock_guard lock(m_kept->mutex);
  const auto making = m_kept->in_the_making.find({kind, question});
  if (making != m_kept->in_the_making.end()) { making->second.insert_or_assign(who, std::move(waits)); }
}

bool DensityPictures::is_awaited(Kind kind, const std::string& question) const {
  const std::lock_guard lock(m_kept->mutex);
  const auto making = m_kept->in_the_making.find({kind, question});
  if (making == m_kept->in_the_making.end()) { return false; }
  auto& waiting = making->second;
  while (!waiting.empty() && !waiting.begin()->second()) { waiting.erase(waiting.begin()); }
  return !waiting.empty();
}

}  // namespace geo
