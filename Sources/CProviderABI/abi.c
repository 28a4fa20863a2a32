#include "dragoman_provider.h"
