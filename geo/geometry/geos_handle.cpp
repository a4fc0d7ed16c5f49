// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/geos_handle.hpp"

#include "geo/base/error.hpp"

#include <new>

namespace geo::geos {
namespace {

void keep_message(const char* message, void* target) {
  try {
    *static_cast<std::string*>(target) = message;
  } catch (const std::bad_alloc&) {  // a C library above us must not see an exception; the failure itself is still reported
  }
}

}  // namespace

Context::Context() : m_handle(GEOS_init_r()) {
  if (m_handle == nullptr) { throw std::bad_alloc(); }
  GEOSContext_setErrorMessageHandler_r(m_handle, keep_message, &m_message);
}

Context::~Context() { GEOS_finish_r(m_handle); }

void Context::fail() const {
  throw Error(Problem::input, "The geometry cannot be used: " + m_message, "Não se pode usar a geometria: " + m_message);
}

Shape own(const Context& context, GEOSGeometry* shape) {
  if (shape == nullptr) { context.fail(); }
  return Shape(shape, {context.get()});
}

Shape read(const Context& context, std::string_view wkb) {
  const std::unique_ptr<GEOSWKBReader, Deleter<GEOSWKBReader_destroy_r>> reader(GEOSWKBReader_create_r(context.get()), {context.get()});
  if (!reader) { context.fail(); }
  const auto* bytes = reinterpret_cast<const unsigned char*>(wkb.data());
  return own(context, GEOSWKBReader_read_r(context.get(), reader.get(), bytes, wkb.size()));
}

std::string write(const Context& context, const GEOSGeometry& shape) {
  const std::unique_ptr<GEOSWKBWriter, Deleter<GEOSWKBWriter_destroy_r>> writer(GEOSWKBWriter_create_r(context.get()), {context.get()});
  if (!writer) { context.fail(); }
  GEOSWKBWriter_setByteOrder_r(context.get(), writer.get(), GEOS_WKB_NDR);
  GEOSWKBWriter_setOutputDimension_r(context.get(), writer.get(), 2);
  std::size_t size = 0;
  unsigned char* bytes = GEOSWKBWriter_write_r(context.get(), writer.get(), &shape, &size);
  if (bytes == nullptr) { context.fail(); }
  std::string out(reinterpret_cast<const char*>(bytes), size);
  GEOSFree_r(context.get(), bytes);
  return out;
}

}  // namespace geo::geos
