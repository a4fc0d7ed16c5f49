// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/density_picture.hpp"
#include "geo/table/view.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace geo {

/// Pictures that were made of a view, kept with it: the last ones asked for, each by what was asked (`question`). Sketches and exact ones
/// do not push each other out; each kind has a room of its own. Thread-safe.
class DensityPictures {
 public:
  enum class Kind : bool { exact, sketch };

  static std::shared_ptr<const DensityPictures> of(const View& view);

  /// Null where there is none.
  [[nodiscard]] std::shared_ptr<const DensityPicture> find(Kind kind, const std::string& question) const;
  /// What was kept before for the same stays; that is given back. An exact one takes the place of the sketch of the same question. The
  /// last one is kept however large it is.
  std::shared_ptr<const DensityPicture> keep(const std::string& question, DensityPicture picture) const;

  /// Says whether whoever asked waits still.
  using Waits = std::function<bool()>;

  /// False while somebody else makes that picture: it need not be made twice. Who gets true says end() when done, whatever came of it.
  [[nodiscard]] bool begin(Kind kind, const std::string& question) const;
  void end(Kind kind, const std::string& question) const;
  /// Of a picture that is being made: `who` wants it too, as long as `waits` says so. Once more from the same replaces the first. Of one
  /// that nobody makes nothing is noted.
  void wait(Kind kind, const std::string& question, const std::string& who, Waits waits) const;
  /// Whether any of those who were noted waits still.
  [[nodiscard]] bool is_awaited(Kind kind, const std::string& question) const;

  static constexpr std::size_t room_for_exact_bytes = 8 << 20;
  static constexpr std::size_t room_for_sketches_bytes = 2 << 20;
  /// What a picture takes.
  static std::size_t size_of(const DensityPicture& picture);

  DensityPictures();
  ~DensityPictures();
  DensityPictures(const DensityPictures&) = delete;
  DensityPictures& operator=(const DensityPictures&) = delete;

 private:
  struct Kept;
  std::unique_ptr<Kept> m_kept;
};

}  // namespace geo
