<?php

declare(strict_types=1);

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('cdr_inbox', function (Blueprint $table) {
            $table->string('webhook_id', 128)->primary();
            $table->bigInteger('signed_at');
            $table->mediumText('body'); // base64: the body may be any bytes, and a query builder binds texts
            $table->bigInteger('collected_at')->nullable();
            $table->text('set_aside')->nullable();
            $table->integer('tries')->default(0);
            $table->bigInteger('next_try_at')->default(0);
            $table->index(['collected_at', 'next_try_at']);
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('cdr_inbox');
    }
};
