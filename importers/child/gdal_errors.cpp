// SPDX-License-Identifier: Apache-2.0
#include "importers/child/gdal_errors.hpp"

#include <cpl_error.h>

#include <string_view>
#include <utility>

namespace importers::child {
namespace {

void CPL_STDCALL take(CPLErr kind, CPLErrorNum, const char* message) {
  if (kind == CE_Failure || kind == CE_Fatal) { static_cast<GdalErrors*>(CPLGetErrorHandlerUserData())->add(message); }
}

}  // namespace

GdalErrors::GdalErrors() { CPLPushErrorHandlerEx(take, this); }
GdalErrors::~GdalErrors() { CPLPopErrorHandler(); }

void GdalErrors::add(std::string message) {
  if (m_failures++ > 0) { return; }
  for (const std::string_view folder : {"/vsimem/", "/vsiinput/", "/vsizip/"}) {
    for (std::size_t at = message.find(folder); at != std::string::npos; at = message.find(folder)) { message.erase(at, folder.size()); }
  }
  m_first = std::move(message);
}

}  // namespace importers::child
