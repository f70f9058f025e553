<?php

// Use config('cdr...') elsewhere: env() is null once the configuration is cached.
return [
    // One Signature a line, the new one first.
    'signatures' => array_values(array_filter(explode("\n", env('CDR_SIGNATURES', '')), fn ($line) => $line !== '')),
    // The origin of each callbackURL. Without it, the receiver asks for no fresh links.
    'system' => env('CDR_SYSTEM'),
    'folder' => env('CDR_FOLDER', storage_path('cdr')),
];
