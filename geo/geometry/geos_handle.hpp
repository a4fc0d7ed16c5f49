// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <geos_c.h>

#include <memory>
#include <string>
#include <string_view>

// Private to the .cpp files of this folder and of geo/coverage.
namespace geo::geos {

/// One GEOS context with the last thing it complained about. Belongs to one thread at a time; cheap (under 1 µs).
class Context {
 public:
  Context();
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  [[nodiscard]] GEOSContextHandle_t get() const { return m_handle; }
  /// Throws Error{input} with what GEOS said.
  [[noreturn]] void fail() const;

 private:
  GEOSContextHandle_t m_handle;
  std::string m_message;
};

/// Frees with the context that made it.
template <auto Destroy>
struct Deleter {
  GEOSContextHandle_t handle = nullptr;
  template <class Handle>
  void operator()(Handle* object) const {
    Destroy(handle, object);
  }
};

using Shape = std::unique_ptr<GEOSGeometry, Deleter<GEOSGeom_destroy_r>>;
using Coordinates = std::unique_ptr<GEOSCoordSequence, Deleter<GEOSCoordSeq_destroy_r>>;
using Prepared = std::unique_ptr<const GEOSPreparedGeometry, Deleter<GEOSPreparedGeom_destroy_r>>;

/// Takes ownership; throws Error{input} when GEOS gave nothing.
Shape own(const Context& context, GEOSGeometry* shape);
/// Throws Error{input} for WKB that GEOS refuses (a ring that is not closed).
Shape read(const Context& context, std::string_view wkb);
/// ISO WKB, little endian, two-dimensional.
std::string write(const Context& context, const GEOSGeometry& shape);

}  // namespace geo::geos
