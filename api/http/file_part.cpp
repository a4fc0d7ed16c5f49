// SPDX-License-Identifier: Apache-2.0
#include "api/http/file_part.hpp"

#include <unistd.h>

namespace api {

OpenFile::~OpenFile() { ::close(m_fd); }

}  // namespace api
