// Imported before any schema: Zod would otherwise probe `new Function`, which the page's CSP refuses.
import { z } from "zod";

z.config({ jitless: true });
