<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->enum('state', ['new', 'paid', 'sent']);
            $table->enum('weekday', ['mon', 'tue', 'wed', 'thu', 'fri']);
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('orders');
    }
};
